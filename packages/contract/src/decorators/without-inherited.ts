import { type InheritedDecorator, methodRecordOf } from '../evidence/class-record';
import { recordingMember } from './recording';

/**
 * Takes decorators away, by their names, that a transaction would keep of the one which it overrides. Those of its class
 * stay. It is a mistake at start-up to name one that the overridden transaction does not have.
 *
 * @example
 * \@Transaction() \@WithoutInherited('RequireMsp') \@RequireMsp('Org3MSP')
 * override async remove(ctx: Context, id: string): Promise<void> {}
 */
export function WithoutInherited(...decorators: InheritedDecorator[]): MethodDecorator {
    return recordingMember('WithoutInherited', (prototype, name) => {
        const record = methodRecordOf(prototype, name);
        record.without = [...record.without, ...decorators];
    });
}
