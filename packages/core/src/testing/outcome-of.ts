import { ChaincodeError } from '../errors';

/** How a call ended: `done`, the code of its ChaincodeError, or anything else that it threw, as text. */
export function outcomeOf(call: () => unknown): string {
    try {
        call();
        return 'done';
    } catch (thrown) {
        return ChaincodeError.is(thrown) ? thrown.code : String(thrown);
    }
}
