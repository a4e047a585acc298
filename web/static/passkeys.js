/* Passkeys: the browser is asked, its answer is put into the form, and the form is sent.
   Without this file the other ways of proving oneself are there all the same. */
(function () {
  'use strict';
  var d = document, keys = navigator.credentials;
  if (!window.PublicKeyCredential || !keys || !window.fetch) return;

  function bytes(text) {
    var plain = atob(text.replace(/-/g, '+').replace(/_/g, '/')), list = new Uint8Array(plain.length), n;
    for (n = 0; n < plain.length; n += 1) list[n] = plain.charCodeAt(n);
    return list.buffer;
  }
  function text(buffer) {
    var plain = '', list = new Uint8Array(buffer), n;
    for (n = 0; n < list.length; n += 1) plain += String.fromCharCode(list[n]);
    return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  }
  function named(list) {
    return (list || []).map(function (each) { return Object.assign({}, each, {id: bytes(each.id)}); });
  }
  function options(asked) {
    var found = Object.assign({}, asked, {challenge: bytes(asked.challenge)});
    if (asked.user) found.user = Object.assign({}, asked.user, {id: bytes(asked.user.id)});
    if (asked.excludeCredentials) found.excludeCredentials = named(asked.excludeCredentials);
    if (asked.allowCredentials) found.allowCredentials = named(asked.allowCredentials);
    return {publicKey: found};
  }
  function said(key) {
    var answer = {clientDataJSON: text(key.response.clientDataJSON)};
    ['attestationObject', 'authenticatorData', 'signature', 'userHandle'].forEach(function (name) {
      if (key.response[name]) answer[name] = text(key.response[name]);
    });
    return JSON.stringify({id: key.id, rawId: text(key.rawId), type: key.type, response: answer, clientExtensionResults: {}});
  }
  function ask(form) {
    var token = form.querySelector('[name=csrf_token]').value;
    return fetch(form.getAttribute('data-ask'), {method: 'POST', credentials: 'same-origin', headers: {'X-CSRFToken': token}})
      .then(function (answer) { if (!answer.ok) throw new Error(); return answer.json(); })
      .then(function (asked) { return asked.user ? keys.create(options(asked)) : keys.get(options(asked)); });
  }

  Array.prototype.forEach.call(d.querySelectorAll('form[data-ask]'), function (form) {
    var button = form.querySelector('button'), told = form.querySelector('[data-failed]');
    Array.prototype.forEach.call(d.querySelectorAll('[data-passkeys]'), function (part) { part.hidden = false; });
    form.addEventListener('submit', function (e) {
      e.preventDefault();
      told.hidden = true;
      button.setAttribute('aria-disabled', 'true');
      ask(form).then(function (key) {
        form.querySelector('[name=answer]').value = said(key);
        form.submit();
      }).catch(function () {
        button.removeAttribute('aria-disabled');
        told.hidden = false;
      });
    });
  });
})();
