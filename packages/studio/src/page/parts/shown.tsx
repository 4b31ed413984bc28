import type { ComponentChildren, JSX } from 'preact';
import type { Key } from '../../api/value';
import { keyText } from '../../model/keys';
import { textParts } from '../../model/shown-text';

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

/** How many rows of a large transaction there was no room for. */
export function LeftOut({
    count = 0,
    what,
}: {
    readonly count: number | undefined;
    readonly what: string;
}): JSX.Element {
    if (count === 0) return <></>;
    return (
        <p class="note">
            {count} more {what} are left out here: there are too many for a page.
        </p>
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
