import { parameterRecordOf } from '../evidence/class-record';
import { recordingMember } from './recording';

/**
 * Validates one parameter with class-validator's decorators.
 *
 * @example
 * \@Transaction()
 * async resize(ctx: Context, id: string, \@Check(IsInt(), Min(1)) size: number): Promise<void> {
 *     await ctx.stub.putState(id, ctx.serialize({ id, size }));
 * }
 */
export function Check(...validators: PropertyDecorator[]): ParameterDecorator {
    return recordingMember('Check', (prototype, name, index) => {
        if (index === undefined) return;
        const record = parameterRecordOf(prototype, name, index);
        record.checks = [...record.checks, ...validators];
    });
}
