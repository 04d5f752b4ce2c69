// The advisor's brief: what one must know before the first word, the rest behind one click.
import { Fragment, useState } from 'react';
import { useChatInteract } from '@chainlit/react-client';

const CITED = { case_facts: 'Facts', evidence: 'Evidence', fees: 'Fees', track_record: 'Track record' };

function Voice() {
  const { windowMessage } = useChatInteract();
  const [how, setHow] = useState(!!window.sparring.open.how);
  const toggle = () => { window.sparring.open.how = !how; setHow(!how); };
  return (
    <div className="sp-voice">
      <span className="sp-dot" /> {props.name} is played by <b>{props.voice}</b>.{' '}
      <button className="sp-link" aria-expanded={how} onClick={toggle} data-test="attach">How to attach a model</button>
      {props.offered.length ? (
        <div className="sp-row">
          Before you begin, you can choose another:
          {props.offered.map((v) => (
            <button key={v.id} className="sp-chip" title={v.where} data-test="offer"
              onClick={() => windowMessage({ sparring: 'voice', id: v.id })}>{v.label}</button>
          ))}
        </div>
      ) : null}
      {how ? (
        <div className="sp-how">
          <p>Start Ollama on this computer and load this page again: its models are offered here, and none is taken by itself.</p>
          <p>
            Or stop Sparring, set <code>SPARRING_CLIENT_MODEL=openai:MODEL</code> with <code>SPARRING_CLIENT_API_KEY</code>{' '}
            (for any OpenAI-compatible server also <code>SPARRING_CLIENT_BASE_URL</code>), and start it again.{' '}
            <code>SPARRING_EVALUATOR_MODEL</code> does the same for the coach.
          </p>
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
      <dl>
        <dt>You</dt><dd>{props.role}</dd>
        <dt>So far</dt><dd>{props.situation}</dd>
        <dt>Your advice</dt><dd>{props.recommendation}</dd>
        {open ? (
          <>
            <dt>The step</dt><dd>{props.target}</dd>
            {cited.map(([kind, items]) => (
              <Fragment key={kind}><dt>{CITED[kind] || kind}</dt><dd>{items.map((item) => <p key={item}>{item}</p>)}</dd></Fragment>
            ))}
            {props.mustTell.length ? <><dt>You must tell</dt><dd>{props.mustTell.map((item) => <p key={item}>{item}</p>)}</dd></> : null}
            <dt>Your interest</dt><dd>{props.interest}</dd>
          </>
        ) : null}
      </dl>
      {props.drill ? <p className="sp-drill" data-test="drill"><b>For you to practise</b>{props.drill}</p> : null}
      <button className="sp-link" onClick={toggle} data-test="brief-more">
        {open ? 'Less' : 'What you may cite, and what you must tell'}
      </button>
      <Voice />
    </section>
  );
}
