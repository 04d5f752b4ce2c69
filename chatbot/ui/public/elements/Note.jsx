// A plain word about what went wrong or is left to do, with what can be done about it.
import { useEffect, useState } from 'react';

export default function Note() {
  const [busy, setBusy] = useState(false);
  useEffect(() => window.sparring.settle(), []);
  const press = async (action) => {
    setBusy(true);
    try { await callAction({ name: action, payload: {} }); } finally { setBusy(false); }
  };
  return (
    <div className="sp-note" role="status" data-test="note">
      <span>{props.text}</span>
      {props.buttons.length ? (
        <span className="sp-row">
          {props.buttons.map((b, i) => (
            <button key={b.action} className={i ? 'sp-chip' : 'sp-chip sp-strong'} disabled={busy} data-test={b.action}
              onClick={() => press(b.action)}>{b.label}</button>
          ))}
        </span>
      ) : null}
    </div>
  );
}
