import type { ComponentChildren, JSX } from 'preact';
import type { Bytes, Key } from '../../api/value';
import { textOf } from '../../model/json-lines';
import { keyText } from '../../model/keys';
import { textParts } from '../../model/shown-text';
import { type ChangedLine, changedLines, sizeText, viewOf } from '../../model/value-view';

/** Text of a ledger: what cannot be seen is written by its number, in a mark. */
export function Shown({
    text,
    isMultiline = false,
}: {
    readonly text: string;
    readonly isMultiline?: boolean;
}): JSX.Element {
    return (
        <>
            {textParts(text, isMultiline).map((part) =>
                part.isEscape ? <span class="escape">{part.text}</span> : part.text,
            )}
        </>
    );
}

export function KeyName({ of }: { readonly of: Key }): JSX.Element {
    return <span class="mono">{keyText(of)}</span>;
}

/** A value of the ledger: JSON line by line, text, or hexadecimal. */
export function Value({ of }: { readonly of: Bytes | undefined }): JSX.Element {
    const view = viewOf(of);
    if (view.kind === 'nothing') return <p class="note">no bytes</p>;
    const lines =
        view.kind === 'json'
            ? view.lines.map((line) => <JsonText depth={line.depth} tokens={line.tokens} />)
            : view.lines.map((line) => <Shown text={line} isMultiline />);
    return (
        <>
            <pre class="value" data-kind={view.kind}>
                {lines.map((line) => (
                    <div>{line}</div>
                ))}
            </pre>
            {of?.cut === true && (
                <p class="note">
                    the first {sizeText(16 * 1024)} of {sizeText(of.size)}
                </p>
            )}
        </>
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

const SIGN_NAMES = { '-': 'removed: ', '+': 'added: ', ' ': '' };

/** What changed from one value to another; unchanged lines stay, grey, unless only the others are wanted. */
export function Diff({
    before,
    after,
    onlyChanged = false,
}: {
    readonly before: Bytes | undefined;
    readonly after: Bytes | undefined;
    readonly onlyChanged?: boolean;
}): JSX.Element {
    const lines = changedLines(before, after);
    return (
        <pre class="value diff">
            {(onlyChanged ? lines.filter(({ sign }) => sign !== ' ') : lines).map((line) => (
                <DiffRow line={line} />
            ))}
        </pre>
    );
}

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

/** A card with a head: what it is at the left, about it at the right. */
export function Card(props: {
    readonly head?: ComponentChildren;
    readonly about?: ComponentChildren;
    readonly children?: ComponentChildren;
}): JSX.Element {
    return (
        <div class="card">
            {props.head !== undefined && (
                <div class="card-head">
                    <span>{props.head}</span>
                    <span class="about">{props.about}</span>
                </div>
            )}
            {props.children}
        </div>
    );
}

export function Section(props: {
    readonly title: string;
    readonly about?: string | undefined;
    readonly children: ComponentChildren;
}): JSX.Element {
    return (
        <section class="part">
            <h3>
                {props.title}
                {props.about !== undefined && <span class="about">{props.about}</span>}
            </h3>
            {props.children}
        </section>
    );
}

/** Names and what they are, in two columns. */
export function Facts({
    rows,
}: {
    readonly rows: readonly (readonly [name: ComponentChildren, value: ComponentChildren])[];
}): JSX.Element {
    return (
        <dl class="facts">
            {rows.map(([name, value]) => (
                <>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                </>
            ))}
        </dl>
    );
}

/** Nothing is there yet: one sentence, and one thing to do. */
export function Empty({ children }: { readonly children: ComponentChildren }): JSX.Element {
    return <div class="empty">{children}</div>;
}

export function Failure({
    of,
    again,
}: {
    readonly of: { message: string; remedy: string };
    readonly again: () => void;
}): JSX.Element {
    return (
        <div class="failure" role="alert">
            <p>
                <Shown text={of.message} />
            </p>
            {of.remedy !== '' && <p class="note">{of.remedy}</p>}
            <button onClick={again}>Try again</button>
        </div>
    );
}
