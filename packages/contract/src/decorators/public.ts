import { methodRecordOf, recordOf } from '../evidence/class-record';
import { recording } from './recording';

/**
 * Says that anybody may call a transaction, or each one of a contract. It changes nothing: it is there for readers, and for
 * `heddle check --strict`, which asks of each transaction that writes who may call it.
 *
 * @example
 * \@Transaction() \@Public()
 * async greet(ctx: Context, text: string): Promise<void> {
 *     await ctx.stub.putState(ctx.stub.getTxID(), ctx.serialize(text));
 * }
 */
export function Public(): ClassDecorator & MethodDecorator {
    return recording('Public', (target, name) => {
        const record = name === undefined ? recordOf(target) : methodRecordOf(target, name);
        record.isPublic = true;
    });
}
