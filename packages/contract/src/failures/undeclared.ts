import { ContractError } from './contract-error';
import { quote } from './failures';

/** Says that a contract uses a class which it does not declare. */
export function undeclared(contract: string, use: 'emits' | 'keeps', target: unknown): ContractError {
    if (typeof target !== 'function') return notAClass(contract, use, target);
    const { name } = target;
    return new ContractError(
        'UNDECLARED',
        `${contract} ${use} ${name}, which it does not declare: write @Declares(${name}) on the class ${contract}, or add ` +
            `${name} to its static member \`declares\``,
        { status: 500 },
    );
}

/** From JavaScript it may be anything. */
function notAClass(contract: string, use: 'emits' | 'keeps', target: unknown): ContractError {
    const method = use === 'emits' ? 'ctx.emit' : 'ctx.state';
    const remedy =
        target === undefined
            ? 'look for a misspelt import, and for modules that import each other'
            : 'give it the class that says how it is kept, or what is emitted';
    const message = `${contract}: ${method} takes a class that is declared, not ${quote(target)}: ${remedy}`;
    return new ContractError('UNDECLARED', message, { status: 500 });
}
