import type { CallTable } from '../call-table';
import { ASSET_TRANSFER_TABLES } from './asset-transfer-tables';
import { PRIVATE_DATA_TABLES } from './private-data-tables';
import { QUERY_TABLES } from './query-tables';
import { TOKEN_TABLES } from './token-tables';
import { UPSTREAM_TABLES } from './upstream-tables';

/** All tables, of every checkout: those that a checkout has the folders of are run. */
export const ALL_TABLES: readonly CallTable[] = [
    ...ASSET_TRANSFER_TABLES,
    ...QUERY_TABLES,
    ...PRIVATE_DATA_TABLES,
    ...TOKEN_TABLES,
    ...UPSTREAM_TABLES,
];
