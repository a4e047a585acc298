/* Files one by one: progress, retries, each with its own answer. The form works without it. */
(function () {
  'use strict';
  var d = document, pauses = [2000, 5000, 10000, 20000, 40000];
  var form = d.querySelector('form[data-uploads]');
  if (!form || !window.FormData) return;
  var box = form.querySelector('input[type=file]'), list = form.querySelector('[data-chosen]');
  var waiting = [], busy = false, signIn = '', kept = 0;
  form.classList.add('scripted');
  function words(name) { return form.getAttribute('data-' + name); }
  function say(text, look) {
    var live = d.getElementById('thong-bao');
    if (!live) return;
    live.className = look || '';
    live.textContent = '';
    if (text) live.appendChild(make('div', 'wrap', text));
  }
  function make(tag, look, text) { var e = d.createElement(tag); if (look) e.className = look; if (text) e.textContent = text; return e; }

  box.addEventListener('change', function () {
    Array.prototype.forEach.call(box.files, function (file) {
      if (file.size > Number(words('largest'))) { refuse(file.name, words('large')); return; }
      var row = {file: file, line: make('li'), tries: 0}, drop = make('button', 'btn alt sm', words('drop'));
      drop.type = 'button';
      drop.setAttribute('aria-label', words('drop') + ' ' + file.name);
      drop.addEventListener('click', function () {
        waiting.splice(waiting.indexOf(row), 1); row.line.remove(); box.focus();
      });
      row.line.appendChild(make('span', 'grow', file.name));
      row.line.appendChild(drop);
      list.appendChild(row.line);
      waiting.push(row);
    });
    box.value = '';
  });

  /* What the service would refuse for its size is not sent at all: on a slow line it takes minutes. */
  function refuse(name, why) {
    var line = make('li', 'refused');
    line.appendChild(make('span', 'grow', name));
    line.appendChild(make('span', 'saved lost', why));
    list.appendChild(line);
    say(why, 'bad');
  }

  form.addEventListener('submit', function (e) {
    if (!waiting.length) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    if (!busy) { busy = true; kept = 0; signIn = ''; next(); }
  }, true);

  function next() {
    var row = waiting[0], button;
    if (row) { send(row); return; }
    busy = false;
    if (signIn) { HTMLFormElement.prototype.submit.call(form); return; }  // its words wait with its files
    if (list.querySelector('.refused')) {
      say(words(kept ? 'some' : 'none').replace('{n}', kept).replace('{m}', list.querySelectorAll('.refused').length), 'bad');
      button = form.querySelector('[type=submit]');
      if (button) button.focus();
      return;
    }
    window.location.assign(words('next') + (words('next').indexOf('?') < 0 ? '?' : '&') + 'da-luu=' + kept);
  }

  function send(row) {
    var request = new XMLHttpRequest(), body = new FormData(), bar = make('progress'), share = make('span', 'small', words('waiting'));
    Array.prototype.forEach.call(form.elements, function (field) {
      if (field.name && field.name !== '_key' && field.type !== 'file' && field.type !== 'submit') body.append(field.name, field.value);
    });
    body.append(box.name, row.file, row.file.name);
    bar.max = 100; bar.value = 0;
    bar.setAttribute('aria-label', row.file.name);
    while (row.line.childNodes.length > 1) row.line.removeChild(row.line.lastChild);
    row.line.appendChild(bar);
    row.line.appendChild(share);
    request.open('POST', form.action);
    request.setRequestHeader('HX-Request', 'true');
    request.upload.addEventListener('progress', function (e) {
      if (!e.lengthComputable) return;
      bar.value = Math.round(100 * e.loaded / e.total);
      share.textContent = bar.value + '%';
    });
    request.addEventListener('load', function () {
      var leave = request.getResponseHeader('HX-Redirect');
      if (leave) { signIn = leave; done(row, words('done')); return; }
      if (request.status >= 500) { lost(row); return; }
      answered(row, request);
    });
    request.addEventListener('error', function () { lost(row); });
    request.addEventListener('timeout', function () { lost(row); });
    request.send(body);
  }

  function answered(row, request) {
    var holder = make('ul'), line, type = request.getResponseHeader('Content-Type') || '';
    if (type.indexOf('text/html') === 0 && (request.status === 200 || request.status === 422)) {
      holder.innerHTML = request.responseText;
      line = holder.querySelector('li');
    }
    if (!line) {
      line = make('li', 'refused');
      line.appendChild(make('span', 'grow', row.file.name));
      line.appendChild(make('span', 'saved lost', request.status === 413 ? holder.textContent || words('failed') : words('failed')));
    }
    list.replaceChild(line, row.line);
    waiting.shift();
    kept += line.className === 'kept' ? 1 : 0;
    next();
  }

  function done(row, text) {
    while (row.line.childNodes.length > 1) row.line.removeChild(row.line.lastChild);
    row.line.appendChild(make('span', 'saved', text));
    waiting.shift();
    next();
  }

  /* The network went: the same file again, after a while or when it is back. It is never kept twice. */
  function lost(row) {
    var button = make('button', 'btn alt sm', words('again')), timer, over = false;
    while (row.line.childNodes.length > 1) row.line.removeChild(row.line.lastChild);
    row.line.appendChild(make('span', 'saved lost', words('lost')));
    button.type = 'button';
    row.line.appendChild(button);
    say(words('lost'), 'bad');
    function again() {
      if (over) return;
      over = true;
      clearTimeout(timer);
      window.removeEventListener('online', again);
      say('');
      send(row);
    }
    button.addEventListener('click', again);
    window.addEventListener('online', again);
    timer = setTimeout(again, pauses[Math.min(row.tries, pauses.length - 1)]);
    row.tries += 1;
  }

  window.addEventListener('beforeunload', function (e) {
    if (!busy || !waiting.length) return;
    e.preventDefault();
    e.returnValue = '';
  });
})();
