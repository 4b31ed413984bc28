/** The two that are compared. */
export const SIDES = ['reference', 'facade'] as const;
export type Side = (typeof SIDES)[number];

/** The version of fabric-shim and fabric-contract-api that is the reference. */
export const REFERENCE_VERSION = '2.5.8';

/** The packages of the reference that the facade has, too. */
export const REPLACED_PACKAGES = ['fabric-contract-api', 'fabric-shim', 'fabric-shim-api'] as const;

/** The reference asks for ^0.4.0, and fails on each result with 0.4.1, which lacks a function that it calls. */
export const REFERENCE_OVERRIDES = { 'class-transformer': '0.4.0' };
