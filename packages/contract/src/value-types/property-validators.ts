import type { ValidationArguments, ValidatorConstraintInterface } from 'class-validator';
import * as classValidator from '../../validators';
import type { Class } from '../evidence/class';
import type { Failures, Place } from '../failures/failures';
import { constraintMessage } from './constraint-message';
import type { ValidationMetadata } from './validation-metadata';

/** One validator of a property, looked up once. */
interface Rule {
    readonly metadata: ValidationMetadata;
    readonly constraint: ValidatorConstraintInterface;
    /** By what class-validator calls it in its errors. */
    readonly name: string;
    /** Whether it looks at the value only. Others may look at the object's other properties. */
    readonly ofValueOnly: boolean;
}

type Condition = (object: object, value: unknown) => boolean;

const CONDITION = 'conditionalValidation';
const DEFINED = 'isDefined';
const CUSTOM = 'customValidation';
const PROMISE = 'promiseValidation';

// class-validator exports the names of its own validators as constants: IS_INT = 'isInt'. They are found here by the name in
// capital letters, and a value is read where it is asked for: reading all of them would load all validators.
const ownConstants = new Map(
    Object.keys(classValidator)
        .filter((key) => /^[A-Z0-9_]+$/.test(key))
        .map((constant) => [constant.replaceAll('_', ''), constant]),
);

/** Where an object is that is validated, and what is known about it. */
export interface Validation {
    readonly place: Place | undefined;
    readonly failures: Failures;
    /** False where another property has failed already: validators that look at more than their value are not asked. */
    readonly sound: boolean;
}

/**
 * The validators of one property, taken from class-validator's storage once, so that a call does not search it. The
 * verdicts and the texts are class-validator's own: each constraint is asked as `validateSync` asks it.
 */
export class PropertyValidators {
    readonly metadatas: readonly ValidationMetadata[];
    /** From @IsOptional and @ValidateIf: whether the others apply. */
    readonly #conditions: readonly Condition[];
    /** From @ValidateIf: whether another property may decide. */
    readonly #dependsOnOthers: boolean;
    readonly #rules: readonly Rule[];
    readonly #name: string;
    readonly #targetName: string;

    /** @param target the class that has the property */
    constructor(target: Class<object>, name: string, metadatas: readonly ValidationMetadata[]) {
        const ofType = (type: string): ValidationMetadata[] => metadatas.filter((metadata) => metadata.type === type);
        this.metadatas = metadatas;
        this.#name = name;
        this.#targetName = target.name;
        this.#conditions = ofType(CONDITION).map(({ constraints }) => constraints[0] as Condition);
        this.#dependsOnOthers = ofType(CONDITION).some(({ name }) => name !== 'isOptional');
        this.#rules = [...ofType(DEFINED), ...ofType(CUSTOM)].flatMap(rulesOf);
    }

    /** Whether a value may be absent as far as these validators decide it. */
    get decideOnAbsence(): boolean {
        return this.#conditions.length > 0;
    }

    /** Names of validators that cannot run here, since they wait for something. */
    get asynchronous(): string[] {
        const rules = this.#rules.filter(({ metadata }) => constraintsOf(metadata).some(({ async }) => async));
        const promises = this.metadatas.filter(({ type }) => type === PROMISE);
        return [...rules.map(({ name }) => name), ...promises.map(() => 'ValidatePromise')];
    }

    #argumentsOf({ constraints }: ValidationMetadata, object: object, value: unknown): ValidationArguments {
        return { targetName: this.#targetName, property: this.#name, object, value, constraints };
    }

    #apply(object: object, value: unknown, sound: boolean): boolean {
        if (!sound && this.#dependsOnOthers) return false;
        for (const applies of this.#conditions) if (!applies(object, value)) return false;
        return true;
    }

    /** Asks each validator for its verdict on a value of the object's property. */
    run(object: object, value: unknown, validation: Validation): void {
        if (!this.#apply(object, value, validation.sound)) return;
        let broken: Map<string, string> | undefined;
        for (const rule of this.#rules) {
            if (!validation.sound && !rule.ofValueOnly) continue;
            validation.failures.validatorsRun += 1;
            const args = this.#argumentsOf(rule.metadata, object, value);
            if (holds(rule, object, value, args)) continue;
            broken ??= new Map();
            broken.set(rule.name, constraintMessage(rule.metadata, rule.constraint, args));
        }
        if (broken !== undefined) report(broken, this.#name, validation);
    }
}

function report(broken: ReadonlyMap<string, string>, key: string, { place, failures }: Validation): void {
    for (const [constraint, message] of broken) failures.addVerdict({ parent: place, key }, message, constraint);
}

function rulesOf(metadata: ValidationMetadata): Rule[] {
    return constraintsOf(metadata).map(({ instance, name }) => ({
        metadata,
        constraint: instance,
        name: name === '' ? metadata.type : ((name as string | undefined) ?? metadata.type), // typed as if always there
        ofValueOnly: isOwn(name) && metadata.validateIf === undefined && typeof metadata.message !== 'function',
    }));
}

function isOwn(name: string | undefined): boolean {
    const constant = ownConstants.get(name?.toUpperCase() ?? '');
    return constant !== undefined && Reflect.get(classValidator, constant) === name;
}

function constraintsOf(
    metadata: ValidationMetadata,
): ReturnType<classValidator.MetadataStorage['getTargetValidatorConstraints']> {
    return classValidator.getMetadataStorage().getTargetValidatorConstraints(metadata.constraintCls);
}

function holds(rule: Rule, object: object, value: unknown, args: ValidationArguments): boolean {
    const { metadata, constraint } = rule;
    if (metadata.validateIf !== undefined && !metadata.validateIf(object, value)) return true;
    const members = metadata.each ? membersOf(value) : undefined;
    if (members === undefined) return verdict(rule, constraint.validate(value, args));
    return members.every((member) => verdict(rule, constraint.validate(member, args)));
}

function membersOf(value: unknown): unknown[] | undefined {
    if (Array.isArray(value)) return value as unknown[];
    return value instanceof Set || value instanceof Map ? Array.from<unknown>(value.values()) : undefined;
}

function verdict(rule: Rule, answer: boolean | Promise<boolean>): boolean {
    if (typeof answer === 'object' && typeof answer.then === 'function')
        throw new TypeError(`the validator ${rule.name} answered with a promise: validators are synchronous here`);
    return Boolean(answer);
}
