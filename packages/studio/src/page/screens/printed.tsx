import type { JSX } from 'preact';
import type { LogLine } from '../../api/log';
import { stackOf } from '../../model/stack';
import { idText, timeText } from '../parts/outcome';
import { Shown } from '../parts/shown';
import { linkTo } from '../state/navigation';

/** Lines that chaincodes have printed. Those of one transaction need not say which it is. */
export function PrintedLines({
    of,
    hasLinks = false,
}: {
    readonly of: readonly LogLine[];
    readonly hasLinks?: boolean;
}): JSX.Element {
    return (
        <div class="log mono">
            {of.map((line) => (
                <PrintedLine of={line} hasLink={hasLinks} />
            ))}
        </div>
    );
}

function PrintedLine({
    of: { at, level, text, thrown, txId },
    hasLink,
}: {
    readonly of: LogLine;
    readonly hasLink: boolean;
}): JSX.Element {
    return (
        <div class={`log-line ${level ?? 'plain'}`}>
            <span class="about" title={at}>
                {timeText(at)}
            </span>
            <span class="level">{level ?? ''}</span>
            <span class="log-text">
                <Shown text={text} isMultiline />
                {hasLink && txId !== undefined && (
                    <>
                        {' '}
                        <a {...linkTo('transactions', [txId])}>{idText(txId)}</a>
                    </>
                )}
                {thrown !== undefined && <Thrown text={thrown} />}
            </span>
        </div>
    );
}

/** One's own calls first: the others are behind a click. */
export function Thrown({ text }: { readonly text: string }): JSX.Element {
    const { head, own, others } = stackOf(text);
    return (
        <pre class="thrown">
            <Shown text={[head, ...own].join('\n')} isMultiline />
            {others.length > 0 && (
                <details>
                    <summary>
                        {others.length} {others.length === 1 ? 'call' : 'calls'} of Node and of packages
                    </summary>
                    <Shown text={others.join('\n')} isMultiline />
                </details>
            )}
        </pre>
    );
}
