import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Finding } from '../../api/chaincode';
import type { DefinitionRow } from '../../api/channel';
import type { LogLine } from '../../api/log';
import { timeText } from '../parts/outcome';
import { Failure, Section, Shown } from '../parts/shown';
import { send } from '../state/client';
import { linkTo } from '../state/navigation';
import { isReal } from '../state/network-words';
import { failureOf, useQuestion } from '../state/question';
import { chaincode, network, rows } from '../state/studio';
import { Channel, Definition } from './channel';
import { Differences } from './endorsements';
import { PrintedLines } from './printed';

const STATES = {
    building: 'is being built',
    'build-failed': 'does not build',
    starting: 'starts',
    'start-failed': 'does not start',
    running: 'runs',
    ended: 'has ended',
};

/** Each as the channel has it now. */
function Definitions(): JSX.Element {
    const { answer, failure, again } = useQuestion<readonly DefinitionRow[]>(
        'chaincode/definitions',
        {},
        chaincode.value,
    );
    if (failure !== undefined) return <Failure of={failure} again={again} />;
    if (answer === undefined || answer.length === 0) return <></>;
    return (
        <Section title="Definitions">
            {answer.map((one) => (
                <Definition of={one} />
            ))}
        </Section>
    );
}

/** What two runs of a transaction did not do alike, and so would endorsers. */
function Findings(): JSX.Element {
    const { answer, failure, again } = useQuestion<readonly Finding[]>('chaincode/findings', {}, rows.value[0]?.seq);
    if (failure !== undefined) return <Failure of={failure} again={again} />;
    if (answer === undefined || answer.length === 0) return <></>;
    return (
        <Section title="Not deterministic" about="a transaction must do the same wherever it runs">
            {answer.map(({ function: name, chaincode: of, id, call, sinceBuild, times, disagreement }) => (
                <div class="finding">
                    <p>
                        <b class="mono">
                            {of}.<Shown text={name} />
                        </b>{' '}
                        <span class="about">
                            {times === 1 ? 'once' : `${times} times`}, since build {sinceBuild}; last{' '}
                            <a {...linkTo('transactions', [id])}>
                                <Shown text={call} />
                            </a>
                        </span>
                    </p>
                    <Differences of={disagreement} />
                </div>
            ))}
        </Section>
    );
}

/** Builds and starts without a change; what comes of it is told as that of any other. */
function RunAgain({
    chaincode: name,
    isUnderWay,
}: {
    readonly chaincode: string;
    readonly isUnderWay: boolean;
}): JSX.Element {
    const [failure, setFailure] = useState<ReturnType<typeof failureOf>>();
    if (network.value?.can.build !== true) return <></>;
    const ask = (how: 'build' | 'restart'): void => {
        send('chaincode/build', { chaincode: name, how }).then(
            () => {
                setFailure(undefined);
            },
            (error: unknown) => {
                setFailure(failureOf(error));
            },
        );
    };
    return (
        <>
            <div class="actions">
                <button
                    disabled={isUnderWay}
                    onClick={() => {
                        ask('build');
                    }}
                >
                    Build again
                </button>
                <button
                    disabled={isUnderWay}
                    onClick={() => {
                        ask('restart');
                    }}
                >
                    Restart
                </button>
            </div>
            {failure !== undefined && (
                <p class="mistake" role="alert">
                    {failure.message}: {failure.remedy}
                </p>
            )}
        </>
    );
}

/** Does my code run? Of somebody's network: what is defined there. */
export function Chaincode(): JSX.Element {
    return isReal() ? <Channel /> : <OwnChaincode />;
}

function OwnChaincode(): JSX.Element {
    return (
        <div class="screen">
            <header class="bar">
                <h1>Chaincode</h1>
            </header>
            <div class="scroll" tabIndex={0} role="region" aria-label="Content">
                {chaincode.value.map(({ name, state, since, ms, failure, oldCodeGoesOn, files }) => (
                    <Section
                        title={name}
                        about={`${STATES[state]} since ${timeText(since)}${ms === undefined ? '' : `, after ${Math.round(ms)} ms`}`}
                    >
                        <RunAgain chaincode={name} isUnderWay={state === 'building' || state === 'starting'} />
                        {files.length > 0 && <p class="note">{files.join(', ')} changed</p>}
                        {failure !== undefined && (
                            <div class="reason">
                                <p class="sentence">
                                    {failure.file === undefined
                                        ? STATES[state]
                                        : `${failure.file}:${failure.line ?? ''}`}
                                    {oldCodeGoesOn && ': the old code goes on'}
                                </p>
                                <pre class="value">
                                    <Shown text={failure.text} isMultiline />
                                </pre>
                            </div>
                        )}
                    </Section>
                ))}
                <Definitions />
                <Findings />
                <Log />
            </div>
        </div>
    );
}

/** What is printed comes with transactions, and with what becomes of the chaincode. */
function Log(): JSX.Element {
    const { answer, failure, again } = useQuestion<readonly LogLine[]>(
        'chaincode/log',
        {},
        `${rows.value[0]?.seq ?? 0} ${chaincode.value.map(({ since }) => since).join(' ')}`,
    );
    const [level, setLevel] = useState<string>();
    const lines = answer ?? [];
    const levels = LEVELS.filter((one) => lines.some((line) => line.level === one));
    const shown = level === undefined ? lines : lines.filter((line) => line.level === level);
    return (
        <Section title="Log" about={lines.length === 0 ? undefined : 'what was printed last is at the top'}>
            {failure !== undefined && <Failure of={failure} again={again} />}
            {answer?.length === 0 && <p class="note">It has printed nothing since heddle dev has begun.</p>}
            {levels.length > 0 && (
                <div class="tabs" role="group" aria-label="Lines of a level">
                    {[undefined, ...levels].map((one) => (
                        <button
                            aria-pressed={level === one}
                            onClick={() => {
                                setLevel(one);
                            }}
                        >
                            {one ?? 'all'}{' '}
                            <span class="count">
                                {one === undefined ? lines.length : lines.filter((line) => line.level === one).length}
                            </span>
                        </button>
                    ))}
                </div>
            )}
            {shown.length > 0 && <PrintedLines of={shown.toReversed()} hasLinks />}
        </Section>
    );
}

const LEVELS = ['error', 'warn', 'info', 'debug'];
