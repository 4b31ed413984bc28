import { recordOf } from '../evidence/class-record';
import { recordingMember } from './recording';

/**
 * Makes a method a rule of the ledger, which throws where it is broken; one that answers false is broken, too. It is no
 * transaction: clients cannot call it, and the metadata does not have it. The fuzzer and `heddle dev --invariants` ask it
 * after each block, with a read-only stub; a test does with `net.checkInvariants()`.
 *
 * @example
 * class Tickets extends Contract {
 *     \@Transaction()
 *     async buy(ctx: Context, seat: string): Promise<void> {
 *         await ctx.stub.putState(ctx.stub.createCompositeKey('seat', [seat]), Buffer.from('sold'));
 *     }
 *
 *     \@Invariant()
 *     async soldAtMostFive(ctx: Context): Promise<void> {
 *         let sold = 0;
 *         for await (const seat of ctx.stub.getStateByPartialCompositeKey('seat', [])) sold += Math.sign(seat.value.length);
 *         if (sold > 5) throw new Error(`${sold} seats are sold`);
 *     }
 * }
 */
export function Invariant(): MethodDecorator {
    return recordingMember('Invariant', (prototype, name) => {
        const record = recordOf(prototype.constructor);
        record.invariants = [...(record.invariants ?? []), String(name)];
    });
}
