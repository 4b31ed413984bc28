import type { Setting } from '../input/environment';
import { TLS_VARIABLES } from '../input/tls-families';
import { TLS_SETTINGS } from '../input/tls-options';
import { JOURNAL_SETTINGS } from '../recording/journal-options';
import { SERVER_SETTINGS } from '../serving/server-options';
import { CHAINCODES_SETTINGS } from './chaincodes-options';

const SETTINGS: readonly Setting[] = [
    ...Object.values(JOURNAL_SETTINGS),
    ...Object.values(TLS_SETTINGS),
    ...Object.values(CHAINCODES_SETTINGS),
    SERVER_SETTINGS.operationsAddress,
    SERVER_SETTINGS.packageFile,
];

/** The variables that are meant for one server on a machine, and that a second one must not inherit. */
export const VARIABLES_OF_ONE_SERVER: ReadonlySet<string> = new Set([
    ...SETTINGS.flatMap(({ variables }) => variables),
    ...TLS_VARIABLES,
]);
