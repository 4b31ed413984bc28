import { methodRecordOf } from '../evidence/class-record';
import type { TypeSpec } from '../evidence/type-spec';
import { recordingMember } from './recording';

/**
 * Says what a transaction returns; its results are checked against it.
 *
 * @example
 * \@Evaluate() \@Returns([String])
 * async tags(ctx: Context, id: string): Promise<string[]> {
 *     return ctx.deserialize([String], await ctx.stub.getState(id));
 * }
 */
export function Returns(type: TypeSpec): MethodDecorator {
    return recordingMember('Returns', (prototype, name) => {
        methodRecordOf(prototype, name).returns = { type };
    });
}
