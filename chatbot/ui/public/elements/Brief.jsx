// The advisor's brief: what one must know before the first word, the rest behind one click.
// The same card shows a client that was brought (`guest`) before they are let in.
import { Fragment, useEffect, useRef, useState } from 'react';
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

// How the client comes today; it can be chosen until the first word.
function Today() {
  const { windowMessage } = useChatInteract();
  if (!props.today) return null;
  const { name, difficulty, mood, levels, moods } = props.today;
  const choose = (more) => windowMessage({ sparring: 'today', difficulty, mood, ...more });
  return (
    <div className="sp-today" data-test="today">
      <label>Today {name} is{' '}
        <select value={difficulty} data-test="difficulty" onChange={(e) => choose({ difficulty: Number(e.target.value) })}>
          {levels.map((l) => <option key={l.id} value={l.id}>{l.name}</option>)}
        </select>
      </label>
      <label>and comes{' '}
        <select value={mood} data-test="mood" onChange={(e) => choose({ mood: e.target.value })}>
          {moods.map((m) => <option key={m.id} value={m.id}>{m.name}</option>)}
        </select>
      </label>
    </div>
  );
}

function Bring() {
  const input = useRef(null);
  const bring = (event) => {
    const [file] = event.target.files;
    if (file) window.sparring.bring(file);
    event.target.value = '';
  };
  return (
    <p className="sp-bring">
      <button className="sp-link" data-test="bring" onClick={() => input.current.click()}>Bring a client of your own</button>{' '}
      (YAML, or a character card; or drop it anywhere on the page)
      <input ref={input} type="file" accept=".yaml,.yml,.json,.png" hidden onChange={bring} data-test="bring-file" />
    </p>
  );
}

function Guest() {
  const { windowMessage } = useChatInteract();
  useEffect(() => window.sparring.settle(), []);
  const ask = (wish) => () => windowMessage({ sparring: wish, id: props.guest });
  return (
    <div className="sp-guest sp-row">
      <button className="sp-chip sp-strong" data-test="play" onClick={ask('play')}>Play now</button>
      <button className="sp-chip" data-test="keep" disabled={!!props.kept} onClick={ask('keep')}>{props.kept ? 'Kept' : 'Keep'}</button>
      <span className="sp-soft" data-test="kept">
        {!props.kept ? 'Keep puts the file into your own folder of clients.'
          : `It lies in your folder as ${props.kept}${props.renamed ? ', since its id was taken' : ''}, and stands in the list when the page loads again.`}
      </span>
    </div>
  );
}

export default function Brief() {
  const key = props.guest || 'brief';
  const [open, setOpen] = useState(!!window.sparring.open[key]);
  const toggle = () => { window.sparring.open[key] = !open; setOpen(!open); };
  const cited = Object.entries(props.cite).filter(([, items]) => items.length);
  return (
    <section className="sp-card sp-brief" data-test={props.guest ? 'preview' : 'brief'}>
      {props.guest ? <p className="sp-soft sp-from">Somebody new, from {props.file}</p> : null}
      <header>
        {props.guest ? null : <img src={props.portrait} alt="" />}
        <div>
          <h3>{props.name}, {props.age}</h3>
          <p className="sp-soft">{props.domain} · {props.difficulty}</p>
          {props.adjusted && !props.today ? <p className="sp-soft" data-test="adjusted">{props.adjusted}</p> : null}
        </div>
      </header>
      {props.about ? <p>{props.about}</p> : null}
      {(props.notes || []).map((note) => <p key={note} className="sp-soft" data-test="card-note">{note}</p>)}
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
      {props.guest ? <Guest /> : <><Today /><Voice />{props.today ? <Bring /> : null}</>}
    </section>
  );
}
