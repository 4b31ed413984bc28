import { ContractError } from './contract-error';

/** Says that a contract uses a class which it does not declare. */
export function undeclared(contract: string, use: 'emits' | 'keeps', target: { readonly name: string }): ContractError {
    // From JavaScript it may be anything.
    const name = typeof target === 'function' ? target.name : typeof target;
    return new ContractError(
        'UNDECLARED',
        `${contract} ${use} ${name}, which it does not declare: write @Declares(${name}) on the class ${contract}, or add ` +
            `${name} to its static member \`declares\``,
        { status: 500 },
    );
}
