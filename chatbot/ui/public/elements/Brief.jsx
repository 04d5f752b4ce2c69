// The advisor's brief: what one must know before the first word, the rest behind one click.
import { useState } from 'react';
import { useChatInteract } from '@chainlit/react-client';

const CITED = { case_facts: 'Facts', evidence: 'Evidence', fees: 'Fees', track_record: 'Track record' };

function Voice() {
  const { windowMessage } = useChatInteract();
  const [how, setHow] = useState(false);
  return (
    <div className="sp-voice">
      <span className="sp-dot" /> {props.name} is played by <b>{props.voice}</b>.{' '}
      {props.isLines ? <button className="sp-link" onClick={() => setHow(!how)}>How to attach a model</button> : null}
      {props.offered.length ? (
        <div className="sp-row">
          Found on this computer:
          {props.offered.map((v) => (
            <button key={v.id} className="sp-chip" onClick={() => windowMessage({ sparring: 'voice', id: v.id })}>
              {props.voice === v.label || props.voice === v.id ? '✓ ' : 'Let it speak: '}{v.label}
            </button>
          ))}
        </div>
      ) : null}
      {how ? (
        <div className="sp-how">
          Start Ollama on this computer and load this page again, or set <code>SPARRING_CLIENT=openai:MODEL</code>{' '}
          (any OpenAI-compatible server, with <code>SPARRING_CLIENT_BASE_URL</code> and its key) and start Sparring anew.
          Without a model the client speaks lines written for this person.
        </div>
      ) : null}
    </div>
  );
}

export default function Brief() {
  const [open, setOpen] = useState(!!window.sparring.open.brief);
  const toggle = () => { window.sparring.open.brief = !open; setOpen(!open); };
  const cited = Object.entries(props.cite).filter(([, items]) => items.length);
  return (
    <section className="sp-card sp-brief" data-test="brief">
      <header>
        <img src={props.portrait} alt="" />
        <div>
          <h3>{props.name}, {props.age}</h3>
          <p className="sp-soft">{props.domain} · {props.difficulty}</p>
        </div>
      </header>
      <p>{props.about}</p>
      <dl>
        <dt>You</dt><dd>{props.role} {props.situation}</dd>
        <dt>Your advice</dt><dd>{props.recommendation}</dd>
        {open ? (
          <>
            <dt>The step</dt><dd>{props.target}</dd>
            {cited.map(([kind, items]) => (
              <><dt>{CITED[kind] || kind}</dt><dd>{items.map((item) => <div>{item}</div>)}</dd></>
            ))}
            {props.mustTell.length ? <><dt>You must tell</dt><dd>{props.mustTell.map((item) => <div>{item}</div>)}</dd></> : null}
            <dt>Your interest</dt><dd>{props.interest}</dd>
          </>
        ) : null}
      </dl>
      <button className="sp-link" onClick={toggle} data-test="brief-more">
        {open ? 'Less' : 'What you may cite, and what you must tell'}
      </button>
      <Voice />
    </section>
  );
}
