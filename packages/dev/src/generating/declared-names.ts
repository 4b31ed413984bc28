import type { ClientModel, ContractModel, FailureModel } from './client-model';
import { Identifiers, lowerFirst, pascalCase, typeName } from './identifiers';

/** The names of all that a generated file declares. */
export interface DeclaredNames {
    /** Of types and of their codecs, by the names of schemas. */
    readonly types: ReadonlyMap<string, { readonly type: string; readonly codec: string }>;
    /** Of contracts, by their names in metadata. */
    readonly contracts: ReadonlyMap<string, string>;
    /** Of classes of errors, by their codes. */
    readonly failures: ReadonlyMap<string, string>;
    /** Undefined where no event is declared. */
    readonly events: string | undefined;
}

/** Names everything: contracts first, since users type those. */
export function nameAll({ contracts, types, failures, events }: ClientModel): DeclaredNames {
    const identifiers = new Identifiers();
    const contractNames = new Map(
        contracts.map(({ name }) => [name, identifiers.claim(contractName(name), 'Contract')]),
    );
    const first = mainContract(contracts);
    const eventsName = `${contracts.length === 1 && first !== undefined ? contractName(first.name) : 'Chaincode'}Events`;
    const typeNames = [...types.keys()].map((name) => {
        const type = identifiers.claim(typeName(name), 'Data');
        return [name, { type, codec: identifiers.claim(`${lowerFirst(type)}Codec`, '_') }] as const;
    });
    return {
        contracts: contractNames,
        types: new Map(typeNames),
        failures: new Map(failures.map((failure) => [failure.code, identifiers.claim(errorName(failure), 'Error')])),
        events: events.size === 0 ? undefined : identifiers.claim(eventsName, 'Payloads'),
    };
}

function contractName(name: string): string {
    return typeName(name === '' ? 'Contract' : name);
}

function errorName({ code }: FailureModel): string {
    return pascalCase(code);
}

/** The one that calls without a contract's name go to. */
export function mainContract(contracts: readonly ContractModel[]): ContractModel | undefined {
    return contracts.find(({ isDefault }) => isDefault) ?? contracts[0];
}
