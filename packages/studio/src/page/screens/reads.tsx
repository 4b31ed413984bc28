import type { JSX } from 'preact';
import type { Range, Read, Transaction } from '../../api/transaction';
import { rangeText } from '../../model/keys';
import { idText } from '../parts/outcome';
import { Card, KeyName, LeftOut, Section } from '../parts/shown';

const AT_COMMIT: Readonly<Record<Read['at'], string>> = {
    same: 'still so at commit',
    changed: 'changed since',
    unknown: '',
};

/** What a transaction has read, and whether that was still so when it was committed. */
export function Reads({ of: { reads, ranges, leftOut } }: { readonly of: Transaction }): JSX.Element {
    const allKeys = reads.length + (leftOut?.reads ?? 0);
    const allRanges = ranges.length + (leftOut?.ranges ?? 0);
    const keys = `${allKeys} ${allKeys === 1 ? 'key' : 'keys'}`;
    const about =
        allRanges === 0 ? `${keys}, no range` : `${keys}, ${allRanges} ${allRanges === 1 ? 'range' : 'ranges'}`;
    return (
        <Section title="Read" about={about}>
            <Card>
                {reads.map((read) => (
                    <div class="line">
                        {read.key === undefined ? <code>{idText(read.keyHash ?? '')}</code> : <KeyName of={read.key} />}
                        <span class="about">
                            {read.version === null ? 'did not exist' : `version ${read.version}`}
                            {AT_COMMIT[read.at] !== '' && `, ${AT_COMMIT[read.at]}`}
                        </span>
                    </div>
                ))}
                {ranges.map((range) => (
                    <RangeLine of={range} />
                ))}
            </Card>
            <LeftOut count={leftOut?.reads} what="keys" />
            <LeftOut count={leftOut?.ranges} what="ranges" />
        </Section>
    );
}

function RangeLine({ of: { start, end, rows: count, complete } }: { readonly of: Range }): JSX.Element {
    return (
        <div class="line">
            <span class="mono">{rangeText(start, end)}</span>
            <span class="about">
                {count === undefined ? 'many rows' : count === 1 ? '1 row' : `${count} rows`}
                {!complete && ', and not to its end'}
            </span>
        </div>
    );
}
