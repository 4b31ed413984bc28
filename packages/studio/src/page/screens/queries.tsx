import type { JSX } from 'preact';
import type { Query, Transaction } from '../../api/transaction';
import { queryName, queryResult } from '../../model/query-text';
import { Card, LeftOut, Shown } from '../parts/shown';
import { Value } from '../parts/value';

/** What a transaction has asked of which its read set says nothing, or no more than the keys that came back. */
export function Queries({ of: { queries, commit, leftOut } }: { readonly of: Transaction }): JSX.Element {
    // Of a transaction that nobody saw running.
    if (queries === undefined)
        return commit === undefined ? (
            <></>
        ) : (
            <p class="note">Rich queries, and queries of private data and of histories, are in no block.</p>
        );
    if (queries.length === 0) return <></>;
    return (
        <>
            <Card>
                {queries.map((query) => (
                    <QueryLine of={query} />
                ))}
            </Card>
            <LeftOut count={leftOut?.queries} what="queries" />
            <p class="note">
                No commit repeats these queries, as in Fabric: of a public rich query it checks the keys that came back,
                of the others nothing.
            </p>
        </>
    );
}

function QueryLine({ of }: { readonly of: Query }): JSX.Element {
    return (
        <>
            <div class="line">
                <span class="mono">{queryName(of)}</span>
                <span class="about">
                    <Shown text={queryResult(of)} />
                </span>
            </div>
            {of.text !== undefined && <Value of={of.text} />}
        </>
    );
}
