import type { JSX } from 'preact';
import type { Range, Read, Transaction } from '../../api/transaction';
import { rangeText } from '../../model/keys';
import { idText } from '../parts/outcome';
import { Card, KeyName, LeftOut, Section } from '../parts/shown';
import { Queries } from './queries';

const AT_COMMIT: Readonly<Record<Read['at'], string>> = {
    same: 'still so at commit',
    changed: 'changed since',
    unknown: '',
};

/** What a transaction has read, and whether that was still so when it was committed. */
export function Reads({ of }: { readonly of: Transaction }): JSX.Element {
    const { reads, ranges, leftOut } = of;
    return (
        <Section title="Read" about={aboutReads(of)}>
            {reads.length + ranges.length > 0 && <Lines reads={reads} ranges={ranges} />}
            <LeftOut count={leftOut?.reads} what="keys" />
            <LeftOut count={leftOut?.ranges} what="ranges" />
            <Queries of={of} />
        </Section>
    );
}

function Lines({ reads, ranges }: Pick<Transaction, 'reads' | 'ranges'>): JSX.Element {
    return (
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
    );
}

function aboutReads({ reads, ranges, queries = [], leftOut }: Transaction): string {
    const keys = countOf(reads.length + (leftOut?.reads ?? 0), 'key', 'keys');
    const allRanges = ranges.length + (leftOut?.ranges ?? 0);
    const allQueries = queries.length + (leftOut?.queries ?? 0);
    return [
        keys,
        allRanges === 0 ? 'no range' : countOf(allRanges, 'range', 'ranges'),
        ...(allQueries === 0 ? [] : [countOf(allQueries, 'query', 'queries')]),
    ].join(', ');
}

function countOf(count: number, one: string, more: string): string {
    return `${count} ${count === 1 ? one : more}`;
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
