import { type InheritedDecorator, methodRecordOf } from '../evidence/class-record';
import { recordingMember } from './recording';

/**
 * Takes decorators away, by their names, that a transaction would keep of the one which it overrides. Those of its class
 * stay. It is a mistake at start-up to name one that the overridden transaction does not have.
 *
 * @example
 * class Registry extends Contract {
 *     \@Transaction() \@RequireMsp('Org1MSP')
 *     async remove(ctx: Context, id: string): Promise<void> {
 *         await ctx.stub.deleteState(id);
 *     }
 * }
 *
 * class SharedRegistry extends Registry {
 *     \@Transaction() \@WithoutInherited('RequireMsp') \@RequireMsp('Org1MSP', 'Org3MSP')
 *     override async remove(ctx: Context, id: string): Promise<void> {
 *         await super.remove(ctx, id);
 *     }
 * }
 */
export function WithoutInherited(...decorators: InheritedDecorator[]): MethodDecorator {
    return recordingMember('WithoutInherited', (prototype, name) => {
        const record = methodRecordOf(prototype, name);
        record.without = [...record.without, ...decorators];
    });
}
