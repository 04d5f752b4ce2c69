// What our elements share, and the one thing the server cannot do by itself: fill the composer.
(() => {
  // Follow the system's light or dark until one chooses (Chainlit knows only one of the two as default).
  if (!localStorage.getItem('vite-ui-theme')) localStorage.setItem('vite-ui-theme', 'system');

  // Chainlit scrolls when messages come; what comes under them (critique, buttons) would slip out of sight.
  const NEAR = 420; // px; whoever reads further up is left in peace
  // So is whoever has just said something of a code: what was drawn anew is under their eyes.
  const settle = () => {
    if (window.sparring.focus && Date.now() < window.sparring.focus.until) return;
    let box = document.querySelector('[data-test=bar]');
    while (box && !(box.scrollHeight > box.clientHeight + 8 && /auto|scroll/.test(getComputedStyle(box).overflowY))) box = box.parentElement;
    if (box && box.scrollHeight - box.scrollTop - box.clientHeight < NEAR) box.scrollTop = box.scrollHeight;
  };

  // `open`, `words` and `focus` outlive the elements, which Chainlit builds anew whenever something is loading.
  window.sparring = { open: {}, words: {}, settle };

  const fill = (text, tries = 20) => {
    const box = document.getElementById('chat-input');
    if (!box) return tries && setTimeout(() => fill(text, tries - 1), 100);
    const setter = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set;
    setter.call(box, text);
    box.dispatchEvent(new Event('input', { bubbles: true }));
    box.focus();
  };

  // Chainlit draws the composer anew when loading or a resume ends, and what was put in a moment
  // before is gone; so it is put in again, unless it has been sent or typed over meanwhile.
  let touched = 0;
  const compose = (text) => {
    const mine = ++touched;
    fill(text);
    for (const wait of [250, 700, 1400, 2500]) setTimeout(() => {
      const box = document.getElementById('chat-input');
      if (mine === touched && (!box || box.value === '')) fill(text);
    }, wait);
  };
  document.addEventListener('keydown', (event) => { if (event.isTrusted) touched++; }, true);
  document.addEventListener('click', (event) => {
    if (event.target.closest('#chat-submit')) touched++;
  }, true);

  window.addEventListener('message', (event) => {
    if (event.source !== window || !event.data) return;
    if (event.data.sparring === 'compose') compose(event.data.text);
    if (event.data.sparring === 'new') document.querySelector('#new-chat-button').click();
  });

  // A client's file, dropped anywhere or chosen in the brief. The server holds it and says what is in it.
  const MOST = 5 * 1024 * 1024 + 1; // bytes; of a larger file enough is sent to be told that it is too large
  const bring = async (file) => {
    const to = `/clients?name=${encodeURIComponent(file.name)}`;
    const answer = await fetch(to, { method: 'POST', body: file.slice(0, MOST) }).catch(() => null);
    const id = answer && answer.ok ? (await answer.json()).id : '';
    window.postMessage({ sparring: 'brought', id }, window.location.origin);
  };
  window.sparring.bring = bring;

  const sheet = document.createElement('div');
  sheet.className = 'sp-drop';
  sheet.innerHTML = '<p>Drop a client’s file here.<br><small>YAML or a character card; you see who it is before anybody comes in.</small></p>';
  const holdsFile = (event) => event.dataTransfer && [...event.dataTransfer.types].includes('Files');
  const over = (on) => {
    if (on && !sheet.isConnected) document.body.append(sheet);
    sheet.classList.toggle('sp-over', on);
  };
  document.addEventListener('dragover', (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    over(true);
  }, true);
  document.addEventListener('dragleave', (event) => { if (!event.relatedTarget) over(false); }, true);
  document.addEventListener('drop', (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    event.stopPropagation();
    over(false);
    if (event.dataTransfer.files.length) bring(event.dataTransfer.files[0]);
  }, true);

  // The side panel is rebuilt at every update. Whoever closed it does not want it back each turn.
  document.addEventListener('click', (event) => {
    if (event.target.closest('#side-view-title button')) sessionStorage.setItem('sparring-panel', 'closed');
  });
})();
