import { resolve } from 'node:path';

/** A package that transactions are run by, and which of them. */
export interface ModuleOperand {
    /** The chaincode; undefined for any. */
    readonly name: string | undefined;
    /** The version of the definition; undefined for any. */
    readonly version: string | undefined;
    /** Absolute. */
    readonly folder: string;
}

const FORM = /^(?:([A-Za-z0-9_-]+)@)?(?:([A-Za-z0-9_.+-]+)=)?(.+)$/;

/** Reads `[NAME@][VERSION=]FOLDER`. A folder with such a beginning of its own is told by `./`. */
export function parseModuleOperand(text: string): ModuleOperand {
    const [, name, version, folder = text] = FORM.exec(text) ?? [];
    return { name, version, folder: resolve(folder) };
}
