/* The only hand-written script: focus, waiting, what was chosen. Pages work without it. */
(function () {
  'use strict';
  var d = document, slow = 300, verySlow = 8000, tries = 3, pauses = [1000, 3000, 9000];
  function each(list, act) { Array.prototype.forEach.call(list, act); }
  function words(name) { return d.body.getAttribute('data-' + name) || ''; }
  function say(text, look) {
    var live = d.getElementById('thong-bao'), line = d.createElement('div');
    if (!live) return;
    live.className = look || '';
    live.textContent = '';
    if (!text) return;
    line.className = 'wrap';
    line.textContent = text;
    live.appendChild(line);
  }

  /* Where nobody is signed in, nothing of the one before stays: htmx notes the address it is at. */
  if (!d.querySelector('meta[name=csrf]')) {
    try { window.sessionStorage.clear(); window.localStorage.clear(); } catch (e) { /* not allowed to keep any */ }
  }

  /* Focus goes to the summary of errors, or to what a swap says should have it. */
  function focusIn(root) {
    var element = root.querySelector && root.querySelector('[data-focus]');
    if (!element) return;
    if (!element.hasAttribute('tabindex')) element.setAttribute('tabindex', '-1');
    element.focus();
  }
  d.addEventListener('DOMContentLoaded', function () {
    var here = d.querySelector('.nav [aria-current]');
    if (here) here.closest('ul').scrollLeft = here.offsetLeft - 16;
    focusIn(d);
  });
  d.addEventListener('htmx:afterSettle', function (e) { focusIn(e.detail.elt); });

  /* A page is printed by its own button where there is one. */
  function offerPrint(root) { each(root.querySelectorAll('[data-print]'), function (b) { b.hidden = false; }); }
  d.addEventListener('DOMContentLoaded', function () { offerPrint(d); });
  d.addEventListener('htmx:afterSettle', function (e) { if (e.detail.elt.querySelectorAll) offerPrint(e.detail.elt); });
  d.addEventListener('click', function (e) { if (e.target.closest && e.target.closest('[data-print]')) window.print(); });

  /* A link to a set of radio buttons or ticks moves focus there too. */
  d.addEventListener('click', function (e) {
    var link = e.target.closest && e.target.closest('.errors a[href^="#"]');
    var field = link && d.getElementById(link.getAttribute('href').slice(1));
    if (field) { e.preventDefault(); field.focus(); field.scrollIntoView({block: 'center'}); }
  });

  /* Every button that sends acts once; the words come if it takes a while. */
  d.addEventListener('submit', function (e) {
    var form = e.target, buttons = form.querySelectorAll('[data-once]');
    if (form.hasAttribute('data-sent')) { e.preventDefault(); return; }
    if (!buttons.length || form.hasAttribute('hx-post')) return;
    form.setAttribute('data-sent', '');
    each(buttons, function (button) { button.setAttribute('aria-disabled', 'true'); });
    setTimeout(function () { say(words('saving')); }, slow);
    setTimeout(function () { say(words('slow')); }, verySlow);
  });
  window.addEventListener('pageshow', function (e) {
    if (!e.persisted) return;
    each(d.querySelectorAll('form[data-sent]'), function (form) {
      form.removeAttribute('data-sent');
      each(form.querySelectorAll('[data-once]'), function (b) { b.removeAttribute('aria-disabled'); });
    });
    say('');
  });

  /* htmx: the token of our forms, busy at once, words after a while, retries for autosave. */
  d.addEventListener('htmx:configRequest', function (e) {
    var token = d.querySelector('meta[name=csrf]');
    if (token) e.detail.headers['X-CSRFToken'] = token.content;
  });
  d.addEventListener('htmx:beforeRequest', function (e) {
    var source = e.detail.elt, target = e.detail.target, kept = keeping(source);
    if (target) target.setAttribute('aria-busy', 'true');
    if (e.detail.requestConfig.verb === 'get') return;
    say('', kept ? 'quiet' : '');
    if (kept) tell(kept, '');
    /* kept beside the request: a swap may take its element away */
    e.detail.requestConfig.bontotTimers = [[slow, 'saving'], [verySlow, 'slow']].map(function (wait) {
      return setTimeout(function () {
        say(words(wait[1]), kept ? 'quiet' : '');
        if (kept) tell(kept, words(wait[1]));
      }, wait[0]);
    });
  });
  d.addEventListener('htmx:afterRequest', function (e) {
    var source = e.detail.elt, target = e.detail.target, live = d.getElementById('thong-bao');
    each(e.detail.requestConfig.bontotTimers || [], clearTimeout);
    if (target) target.removeAttribute('aria-busy');
    if (e.detail.successful) { source.bontotTries = 0; source.removeAttribute('data-unkept'); }
    /* here, not at responseError: a swap may have taken the element that it is told to */
    if (live && e.detail.xhr.status >= 400 && e.detail.xhr.status < 500) live.className = 'bad';
    if (live && (live.textContent === words('saving') || live.textContent === words('slow'))) say('', live.className);
  });
  /* The sign-in has ended: the whole form goes along to the pages of signing in, and is kept. */
  d.addEventListener('htmx:beforeOnLoad', function (e) {
    var source = e.detail.elt, form = source.closest('form');
    if (!e.detail.xhr.getResponseHeader('HX-Redirect') || !keeping(source) || !form) return;
    e.preventDefault();
    source.removeAttribute('data-unkept');
    if (!form.hasAttribute('data-sent')) { form.setAttribute('data-sent', ''); HTMLFormElement.prototype.submit.call(form); }
  });
  d.addEventListener('htmx:sendError', lost);
  d.addEventListener('htmx:timeout', lost);
  d.addEventListener('htmx:responseError', function (e) {
    var source = e.detail.elt, kept = keeping(source), live = d.getElementById('thong-bao');
    if (!kept) return;
    if (e.detail.xhr.status >= 500) { lost(e); return; }
    if (live) live.className = 'bad';
    if (!kept.firstElementChild) tell(kept, wording(source, 'data-unsaved'), 'lost');
  });
  window.addEventListener('online', function () {
    each(d.querySelectorAll('[data-unkept]'), function (source) { source.bontotTries = 0; again(source); });
  });
  window.addEventListener('beforeunload', function (e) {
    if (!d.querySelector('[data-unkept]') || d.querySelector('form[data-sent]')) return;
    e.preventDefault();
    e.returnValue = '';
  });

  /* Autosave: each place says how it goes with its own; what is lost is tried again. */
  function keeping(source) { return source.hasAttribute('data-retry') ? source.querySelector('.saved') : null; }
  function tell(kept, text, look) { kept.className = 'saved' + (look ? ' ' + look : ''); kept.textContent = text; }
  function wording(source, name) { var form = source.closest('[' + name + ']'); return form ? form.getAttribute(name) : ''; }
  function again(source) { if (d.contains(source)) window.htmx.trigger(source, 'change'); }
  function lost(e) {
    var source = e.detail.elt, kept = keeping(source), done = source.bontotTries || 0, button;
    say(words('lost'), 'bad');
    if (!kept) return;
    source.setAttribute('data-unkept', '');
    tell(kept, words('lost'), 'lost');
    if (done < tries) {
      source.bontotTries = done + 1;
      setTimeout(function () { if (source.hasAttribute('data-unkept')) again(source); }, pauses[done]);
      return;
    }
    button = d.createElement('button');
    button.type = 'button';
    button.className = 'btn alt sm';
    button.textContent = wording(source, 'data-again');
    button.addEventListener('click', function () { source.bontotTries = 0; again(source); });
    kept.appendChild(d.createTextNode(' '));
    kept.appendChild(button);
  }

  /* What is chosen looks chosen. */
  d.addEventListener('change', function (e) {
    var box = e.target, set = box.closest('.seg'), row = box.closest('tr');
    if (set && box.type === 'radio') {
      each(set.children, function (label) { label.classList.toggle('on', label.contains(box)); });
    }
    if (box.hasAttribute('data-all')) {
      each(d.querySelectorAll('[name="' + box.getAttribute('data-all') + '"]:not(:disabled)'), function (other) {
        other.checked = box.checked; mark(other);
      });
    }
    if (row && box.type === 'checkbox') mark(box);
    count();
  });
  function mark(box) { var row = box.closest('tr'); if (row) row.classList.toggle('on', box.checked); }

  /* Texts with a count: data-count="name" and data-words="Đã chọn {n} trong {m}". */
  function count() {
    each(d.querySelectorAll('[data-count]'), function (element) {
      var box = '[name="' + element.getAttribute('data-count') + '"]';
      var all = d.querySelectorAll(box + ':not(:disabled)').length;
      var chosen = d.querySelectorAll(box + ':checked').length;
      element.textContent = element.getAttribute('data-words').replace('{n}', chosen).replace('{m}', all);
    });
  }
})();
