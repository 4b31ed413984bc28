import { methodRecordOf, recordOf } from '../evidence/class-record';
import { recording } from './recording';

/**
 * Marks a transaction, or each one of a contract, as one with long computations: a server that has worker threads runs
 * it there, so that it holds up no other transaction. Without threads it changes nothing. Worth it from about 100 µs of
 * computation; a transaction that mainly waits for its peer is slower in a thread.
 */
export function InWorker(): ClassDecorator & MethodDecorator {
    return recording('InWorker', (target, name) => {
        const record = name === undefined ? recordOf(target) : methodRecordOf(target, name);
        record.inWorker = true;
    });
}
