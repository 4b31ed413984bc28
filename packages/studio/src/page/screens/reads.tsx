import type { JSX } from 'preact';
import type { Range, Read, Transaction } from '../../api/transaction';
import { rangeText } from '../../model/keys';
import { idText } from '../parts/outcome';
import { Card, KeyName, Section } from '../parts/shown';

const AT_COMMIT: Readonly<Record<Read['at'], string>> = {
    same: 'still so at commit',
    changed: 'changed since',
    unknown: '',
};

/** What a transaction has read, and whether that was still so when it was committed. */
export function Reads({ of: { reads, ranges } }: { readonly of: Transaction }): JSX.Element {
    const keys = `${reads.length} ${reads.length === 1 ? 'key' : 'keys'}`;
    const about =
        ranges.length === 0
            ? `${keys}, no range`
            : `${keys}, ${ranges.length} ${ranges.length === 1 ? 'range' : 'ranges'}`;
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
