import { methodRecordOf } from '../evidence/class-record';

/**
 * Makes a method a transaction.
 * @param commit false for one that is only evaluated, as with `@Evaluate()`
 */
export function Transaction(commit: boolean = true): MethodDecorator {
    return (prototype, name) => {
        methodRecordOf(prototype, name).transaction = commit ? 'submit' : 'evaluate';
    };
}
