/** The code of a warning, as logs, metrics and `silencedWarnings` have it. */
export type WarningCode =
    | 'UNAWAITED_WRITE'
    | 'EMPTY_VALUE'
    | 'WRITE_IN_EVALUATED'
    | 'EVENT_REPLACED'
    | 'TEXT_AS_BASE64'
    | 'TYPE_UNKNOWN'
    | 'SCHEMA_UNUSABLE'
    | 'METADATA_OUTDATED'
    | 'CONTRACT_REPLACED'
    | 'SECOND_DEFAULT'
    | 'OPTION_WITHOUT_EFFECT';

/** What Heddle puts up with and warns of: one row for each way in which chaincode is wrong without failing for it. */
export interface WarningKind {
    /** What the chaincode did. */
    readonly text: string;
    /** What to change in the chaincode. */
    readonly remedy: string;
    /** The part of `compat` that makes it a warning, and the value of that part by which it fails instead. */
    readonly setting?: string;
}

/** All warnings, by the codes that stand in logs, in metrics and in the list of those that are silenced. */
export const WARNINGS: Readonly<Record<WarningCode, WarningKind>> = {
    UNAWAITED_WRITE: {
        text: 'a write was still under way when the transaction function returned, and was waited for',
        remedy: 'put `await` before it, or return its promise; `forEach` does not wait for an async function, `for … of` does',
        setting: "unawaitedWrites: 'refuse'",
    },
    EMPTY_VALUE: {
        text: 'an empty value was put, which a peer records as a delete',
        remedy: 'call deleteState or deletePrivateData where that is meant, or store a value such as `null`',
        setting: "emptyValues: 'refuse'",
    },
    WRITE_IN_EVALUATED: {
        text: 'a transaction that is declared to be evaluated only writes',
        remedy: 'declare it with @Transaction() if it is meant to write',
        setting: "evaluatedWrites: 'refuse'",
    },
    EVENT_REPLACED: {
        text: 'a second setEvent took the place of the first: Fabric keeps one event of a transaction',
        remedy: 'set one event whose payload tells of all that happened, such as a list',
        setting: "secondEvent: 'refuse'",
    },
    TEXT_AS_BASE64: {
        text: 'text was given for bytes, and is taken for base64 as by fabric-shim',
        remedy: 'give bytes: `Buffer.from(text)`',
    },
    TYPE_UNKNOWN: {
        text: 'something is declared to be of a type of which nothing is known, and may be anything',
        remedy: 'declare the class with @Object(), or correct the name of the type',
    },
    SCHEMA_UNUSABLE: {
        text: 'an argument is not checked, since its schema cannot be used',
        remedy: 'correct its type, or the metadata file',
    },
    METADATA_OUTDATED: {
        text: 'the metadata file does not fit the contracts',
        remedy: 'write it anew with `metadata generate`, or leave it out',
    },
    CONTRACT_REPLACED: {
        text: 'two contracts have one name, and only the last of them can be called',
        remedy: 'give one of them another name in its constructor: super(name)',
    },
    SECOND_DEFAULT: {
        text: '@Default() is on several contracts, and only the first one counts',
        remedy: 'take it from the others',
    },
    OPTION_WITHOUT_EFFECT: {
        text: 'an option that has no effect here was given',
        remedy: 'leave it out',
    },
};

/** Whether a text is the code of a warning. */
export function isWarningCode(code: string): code is WarningCode {
    return Object.hasOwn(WARNINGS, code);
}
