import type { SimulatedQueries, SimulatedQuery } from '@heddle/local-peer';
import type { DescribedKeys } from '@heddle/protocol';
import { showDescribed } from './described-writes';
import { showText } from './shown-value';

const MOST_SHOWN = 6;
/** Of a query's JSON. */
const LONGEST = 300;

/** The chaincode that was called, and what is known of the keys of each one that it may have called. */
export interface CallPlace {
    readonly chaincode: string;
    readonly keys: ReadonlyMap<string, DescribedKeys>;
}

/**
 * The queries that leave nothing in a read set but the keys of their rows, a text for each: what was asked, and how many rows came
 * of it. Of private data only where, since keys and values of collections are nothing for a terminal.
 */
export function showQueries({ noted, others }: SimulatedQueries, place: CallPlace): string[] {
    const shown = noted.slice(0, MOST_SHOWN).map((query) => `${askedIn(query, place)}: ${givenTo(query)}`);
    const more = noted.length - shown.length + others;
    return more === 0 ? shown : [...shown, `and ${more} more`];
}

function askedIn(query: SimulatedQuery, { chaincode, keys }: CallPlace): string {
    const { namespace, collection } = query;
    const where = namespace === chaincode ? '' : ` in ${showText(namespace)}`;
    if (query.kind === 'history') return `history of ${showDescribed(query.key, keys.get(namespace))}${where}`;
    if (collection === '' && query.kind === 'rich') return `${showText(query.text, LONGEST)}${where}`;
    return `${query.kind === 'rich' ? 'a rich query' : 'a range'} of ${showText(collection)}${where}`;
}

function givenTo(query: SimulatedQuery): string {
    const { rows, isComplete } = query;
    const what = `${query.kind === 'history' ? 'version' : 'row'}${rows === 1 ? '' : 's'}`;
    const page = query.kind === 'rich' ? query.page : undefined;
    return [
        `${rows} ${what}`,
        ...(query.kind !== 'rich'
            ? []
            : [query.index === undefined ? 'without an index' : `by ${showText(query.index)}`]),
        ...(page === undefined ? [] : [`a page of ${page.size} at most`]),
        ...(isComplete || page !== undefined ? [] : ['not read to its end']),
    ].join(', ');
}
