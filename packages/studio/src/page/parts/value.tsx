import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Bytes } from '../../api/value';
import { textOf } from '../../model/json-lines';
import { type ChangedLine, changedLines, MOST_FORMATTED, shownAs, viewOf } from '../../model/value-view';
import { canBeWhole, LongValue, wholeOf } from './long-value';
import { Shown } from './shown';

/**
 * A value of the ledger: JSON line by line, text, or hexadecimal; of a long one the beginning, until somebody asks for more.
 * What may become another one under the same reference needs a key that tells them apart: what was loaded is that of before.
 */
export function Value({ of, isHex = false }: { readonly of: Bytes; readonly isHex?: boolean }): JSX.Element {
    const [loaded, setLoaded] = useState<{ readonly of: Bytes; readonly value: Bytes }>();
    const whole = loaded?.of.of === of.of ? loaded?.value : undefined;
    const { value: shown, isWhole } = shownAs(of, { whole, isHex });
    return (
        <>
            <ValueText of={shown} />
            {of.cut === true && (
                <LongValue
                    of={of}
                    isLoaded={whole !== undefined}
                    isShown={isWhole}
                    onShow={(value) => {
                        setLoaded({ of, value });
                    }}
                />
            )}
        </>
    );
}

function ValueText({ of }: { readonly of: Bytes }): JSX.Element {
    const view = viewOf(of);
    if (view.kind === 'nothing') return <p class="note">no bytes</p>;
    const lines =
        view.kind === 'json'
            ? view.lines.map((line) => <JsonText depth={line.depth} tokens={line.tokens} />)
            : view.lines.map((line) => <Shown text={line} isMultiline />);
    return (
        <pre class="value" data-kind={view.kind}>
            {lines.map((line) => (
                <div>{line}</div>
            ))}
        </pre>
    );
}

function JsonText({
    depth,
    tokens,
}: {
    readonly depth: number;
    readonly tokens: readonly { kind: string; text: string }[];
}): JSX.Element {
    return (
        <>
            {'    '.repeat(depth)}
            {tokens.map(({ kind, text }) => (
                <span class={`json-${kind}`}>
                    <Shown text={text} />
                </span>
            ))}
        </>
    );
}

interface DiffProps {
    readonly before: Bytes | undefined;
    readonly after: Bytes | undefined;
    readonly onlyChanged?: boolean;
}

/** What changed from one value to another; unchanged lines stay, grey, unless only the others are wanted. */
export function Diff({ before, after, onlyChanged = false }: DiffProps): JSX.Element {
    const [whole, setWhole] = useState<{ readonly key: string; readonly before?: Bytes; readonly after?: Bytes }>();
    const key = `${before?.of ?? ''} ${after?.of ?? ''}`;
    const [old, young] = whole?.key === key ? [whole.before, whole.after] : [before, after];
    const lines = changedLines(old, young);
    const long = [before, after].filter((one) => one?.cut === true);
    return (
        <>
            <pre class="value diff">
                {(onlyChanged ? lines.filter(({ sign }) => sign !== ' ') : lines).map((line) => (
                    <DiffRow line={line} />
                ))}
            </pre>
            {long.length > 0 && whole?.key !== key && (
                <p class="note">
                    Compared are the beginnings.{' '}
                    {long.every((one) => canBeWhole(one) && one.size <= MOST_FORMATTED) && (
                        <button
                            class="quiet"
                            onClick={() => {
                                void Promise.all([wholeOf(before), wholeOf(after)]).then(
                                    ([first, second]) => {
                                        setWhole({
                                            key,
                                            ...(first && { before: first }),
                                            ...(second && { after: second }),
                                        });
                                    },
                                    () => undefined,
                                );
                            }}
                        >
                            Compare all of it
                        </button>
                    )}
                </p>
            )}
        </>
    );
}

const SIGN_NAMES = { '-': 'removed: ', '+': 'added: ', ' ': '' };

function DiffRow({ line: { sign, depth, json, text } }: { readonly line: ChangedLine }): JSX.Element {
    return (
        <div class={sign === '+' ? 'added' : sign === '-' ? 'removed' : 'same'}>
            <span class="sign" aria-hidden="true">
                {sign}
            </span>
            <span class="hidden">{SIGN_NAMES[sign]}</span>
            {json === undefined ? <Shown text={text} isMultiline /> : '  '.repeat(depth)}
            {json !== undefined && <Shown text={textOf(json)} />}
        </div>
    );
}
