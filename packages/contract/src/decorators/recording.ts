import { recordOf } from '../evidence/class-record';
import { isStandardContext, legacySetting, type StandardContext } from '../evidence/standard-decorators';

type Decorator = ClassDecorator & MethodDecorator & PropertyDecorator & ParameterDecorator;

/** Writes down what a decorator says: of a member, of a parameter by its index, or without a member of the class. */
type Recorder = (target: object, member: string | symbol | undefined, index: number | undefined) => void;
type MemberRecorder = (prototype: object, member: string | symbol, index: number | undefined) => void;

/**
 * Makes a decorator. Where it has no effect, since it is called by the TC39 standard or stands on a static member, it
 * says so in the record of the class, which is refused for it when the contracts are compiled.
 *
 * @param name by which authors know it
 */
export function recording(name: string, record: Recorder): Decorator {
    return (target: object, member?: string | symbol, third?: unknown): void => {
        // Of the standard's context, whose place is the member's, the type knows nothing.
        if (isStandardContext(member)) recordStandard(name, target, member);
        else if (member === undefined && isStandardContext(target)) throw unrecorded(name);
        else if (member !== undefined && typeof target === 'function')
            recordOf(target).ineffective.set(`@${name} ${String(member)}`, { form: 'static', decorator: name, member });
        else record(target, member, typeof third === 'number' ? third : undefined);
    };
}

/** Makes a decorator of members or their parameters. */
export function recordingMember(name: string, record: MemberRecorder): Decorator {
    return recording(name, (prototype, member, index) => {
        // A constructor has no name here, and takes no arguments of a transaction.
        if (member !== undefined) record(prototype, member, index);
    });
}

/** The class of a member is not known before there is an instance. Contracts are made before they are compiled. */
function recordStandard(
    decorator: string,
    value: object,
    { kind, name: member, addInitializer }: StandardContext,
): void {
    const setting = legacySetting(new Error().stack ?? '');
    const note = (owner: object): void => {
        recordOf(owner).ineffective.set(`@${decorator} ${String(member)}`, { form: 'standard', decorator, setting });
    };
    if (kind === 'class') note(value);
    else if (addInitializer === undefined) throw unrecorded(decorator);
    else
        addInitializer(function (this: object) {
            note(typeof this === 'function' ? this : this.constructor);
        });
}

/** For proposals older than the standard, whose decorators cannot say anything later. */
function unrecorded(name: string): Error {
    const setting = legacySetting(new Error().stack ?? '');
    return new TypeError(`@${name} is called as a standard (TC39) decorator, which has no effect: ${setting}`);
}
