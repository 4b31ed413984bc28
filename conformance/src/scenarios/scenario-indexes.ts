import { COLLECTIONS } from './target';

const RANK = JSON.stringify({ index: { fields: ['rank'] }, ddoc: 'rank', name: 'rank', type: 'json' });

/** The indexes of the scenarios' chaincode, by the names of their files in its package. */
export const SCENARIO_INDEXES: Readonly<Record<string, string>> = {
    'META-INF/statedb/couchdb/indexes/rank.json': RANK,
    [`META-INF/statedb/couchdb/collections/${COLLECTIONS.both}/indexes/rank.json`]: RANK,
};
