import type { ValidationArguments, ValidatorConstraintInterface } from 'class-validator';
import type { ValidationMetadata } from './validation-metadata';

/**
 * The text by which class-validator reports a broken constraint, its placeholders filled in: the same as that of
 * `validateSync`, which has no function of its own for it.
 */
export function constraintMessage(
    metadata: ValidationMetadata,
    constraint: ValidatorConstraintInterface,
    args: ValidationArguments,
): string {
    // An unset message is undefined, whatever the type says.
    const message = (metadata.message as typeof metadata.message | undefined) ?? '';
    const text = message === '' ? (constraint.defaultMessage?.(args) ?? '') : message;
    return fillIn(typeof text === 'function' ? text(args) : text, args);
}

function fillIn(template: string, { constraints, value, property, targetName }: ValidationArguments): string {
    // Undefined for validators without constraints, whatever the type says.
    const parameters = (constraints as unknown[] | undefined) ?? [];
    let text = parameters.reduce<string>(
        (filled, parameter, index) =>
            filled.replace(new RegExp(`\\$constraint${index + 1}`, 'g'), parameterText(parameter)),
        template,
    );
    if (['string', 'boolean', 'number'].includes(typeof value)) text = text.replace(/\$value/g, String(value));
    return text.replace(/\$property/g, property).replace(/\$target/g, targetName);
}

function parameterText(parameter: unknown): string {
    if (Array.isArray(parameter)) return parameter.join(', ');
    return typeof parameter === 'symbol' ? (parameter.description ?? '') : String(parameter);
}
