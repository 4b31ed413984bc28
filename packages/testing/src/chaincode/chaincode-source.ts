import type { ContractChaincodeOptions, ContractSource, FabricContract } from '@heddle/contract';
import type { Chaincode } from '@heddle/core';
import type { RawFunctions } from './transactions-of';

/** Contracts that are served as one chaincode, and how. */
export type ContractsSource = Omit<ContractChaincodeOptions, 'logger'>;

/**
 * What a chaincode is made of: contracts, or a class with Init and Invoke, or an object of one. Of a class each run of a
 * transaction gets an instance of its own; an object sees both.
 */
export type ChaincodeSource = ContractsSource | Chaincode | (new () => Chaincode);

/** The contract of a class, or of an instance. */
export type ContractOf<S> = S extends new () => infer C ? C : S extends FabricContract ? S : never;

/** The contracts of a source. */
export type ContractsIn<S> = S extends { readonly contracts: readonly (infer C)[] } ? ContractOf<C> : never;

/** What a source's first contract is; of a chaincode without contracts, any function. */
export type FirstContract<S> = S extends { readonly contracts: readonly [infer C, ...unknown[]] }
    ? ContractOf<C>
    : S extends { readonly contracts: readonly ContractSource[] }
      ? ContractsIn<S>
      : RawFunctions;

/** Whether it is contracts that are to be served. */
export function hasContracts(source: ChaincodeSource): source is ContractsSource {
    return 'contracts' in source;
}
