import { isUtf8 } from 'node:buffer';
import { types } from 'node:util';
import type { UnknownMembers, ValueReader } from '../arguments/value-reader';
import { ContractError, refusal } from '../failures/contract-error';
import { Failures, quote } from '../failures/failures';
import { canonicalJson, type WrittenMember } from '../json/canonical-json';
import { type Json, JsonObject, JsonSyntaxError, readRowJson } from '../json/json-reader';
import { setOwn } from '../json/set-own';
import type { ValueChecker } from '../results/value-checker';
import { scalarText } from '../scalars/scalars';
import { type ClassShape, type Field, takesNull } from '../value-types/value-type';
import type { Upgrade } from './entity';
import type { KeyFormat } from './key-format';
import { type StoredFields, storedFields } from './stored-fields';
import type { KeyNeighbour } from './taken-keys';

/** The member that has a row's version; version 1 goes without. */
export const VERSION_MEMBER = '@v';

const REMEDY = 'give the field a default, make it @Optional(), or add an `upgrade` to the entity';

const SPACE = 0x20;
const OPENING_BRACE = 0x7b;

export interface RowCodecOptions {
    /** The entity's name, for messages. */
    readonly name: string;
    readonly shape: ClassShape;
    readonly keys: KeyFormat;
    /** Reads rows of the shape, and keeps members that it does not know. */
    readonly read: ValueReader;
    readonly check: ValueChecker;
    readonly unknownMembers: UnknownMembers;
    readonly tag: Readonly<Record<string, string | number | boolean>>;
    readonly version: number;
    readonly upgrades: Readonly<Record<number, Upgrade>>;
    /** Reads the fields that indexes have. */
    readonly indexed: ReadonlyMap<string, ValueReader>;
    /** Other entities whose rows may stand under the same keys, told by their tags. */
    readonly neighbours: readonly KeyNeighbour[];
}

/**
 * Reads and writes the rows of an entity. Rows are the chaincode's own past: what is not known of one is kept and written
 * back as it stands, and what would be refused in an argument is only refused where the class has no value for it.
 */
export class RowCodec {
    readonly #options: RowCodecOptions;
    readonly #make: new () => Record<string, unknown>;
    readonly #keyFields: ReadonlySet<string>;
    readonly #optional: readonly (Field & { readonly hasDefault: boolean })[];
    /** Members that each row is written with. */
    readonly #added: readonly WrittenMember[];
    readonly #addedNames: ReadonlySet<string>;
    /** Only the tag tells rows from what else stands under such keys. */
    readonly #sharesKeys: boolean;
    /** What rows were before their upgrade. */
    readonly #older = new WeakMap<object, Json>();

    constructor(options: RowCodecOptions) {
        const { shape, keys, tag, version } = options;
        this.#options = options;
        this.#make = shape.target as new () => Record<string, unknown>; // made at start-up once already
        this.#keyFields = new Set(keys.fields.map(({ field }) => field));
        const fresh = new this.#make();
        const optional = shape.fields.filter(({ required }) => !required);
        this.#optional = optional.map((field) => ({ ...field, hasDefault: fresh[field.name] !== undefined }));
        const tagged = Object.entries(tag).map(([name, value]) => ({ name, text: JSON.stringify(value) }));
        this.#added = version === 1 ? tagged : [...tagged, { name: VERSION_MEMBER, text: String(version) }];
        this.#addedNames = new Set([VERSION_MEMBER, ...Object.keys(tag)]);
        this.#sharesKeys = tagged.length > 0 && !keys.prefix.startsWith('\u0000');
    }

    /**
     * Reads the row that the ledger has under a key.
     * @throws ContractError INVALID_STATE for what is no row of the entity; STATE_NEWER for one of a later version; both
     * have the status 500
     */
    read(bytes: Uint8Array, key: string): object {
        const json = this.#parse(bytes, key);
        const other = this.#otherTag(json);
        if (other !== undefined) throw this.#invalid(key, `it is ${other}`);
        return this.#read(json, key);
    }

    /**
     * Reads a row that a scan has met; undefined for one of another tag. Where simple keys are scanned, what is no JSON
     * object has no tag, and so belongs to others. Throws as `read` does.
     */
    readScanned(bytes: Uint8Array, key: string): object | undefined {
        if (this.#sharesKeys && !looksLikeObject(bytes)) return undefined;
        const json = this.#parse(bytes, key);
        return this.#otherTag(json) === undefined ? this.#read(json, key) : undefined;
    }

    /** Whose row stands under a key, such as `a row of Bus: …`; undefined where nothing says that it is of another entity. */
    otherOwner(bytes: Uint8Array, key: string): string | undefined {
        try {
            return this.#otherTag(this.#parse(bytes, key));
        } catch (error) {
            if (ContractError.is(error)) return undefined; // no JSON
            throw error;
        }
    }

    /** The indexed fields of a row that `read` has made, as older code has stored them; undefined for any other row. */
    storedFields(row: object): StoredFields | undefined {
        const json = this.#options.version === 1 ? undefined : this.#older.get(row);
        return json === undefined ? undefined : storedFields(json, this.#options.indexed);
    }

    /** Makes a new row with these key fields and the defaults of the class. */
    create(values: Readonly<Record<string, unknown>>): object {
        const row = new this.#make();
        for (const name of this.#keyFields) row[name] = values[name];
        return row;
    }

    /**
     * Makes a row of a row, or of an object like one, with the defaults of the class. The members that the class does not
     * know are those of the row that it is made of.
     * @throws ContractError INVALID_STATE, status 500, for what is no object
     */
    copy(input: unknown): object {
        if (!isRowLike(input)) throw this.#refused(input);
        const row = new this.#make();
        for (const [name, value] of Object.entries(input)) if (value !== undefined) setOwn(row, name, value);
        const unknown = this.#options.unknownMembers.get(input);
        if (unknown !== undefined) this.#options.unknownMembers.set(row, unknown);
        return row;
    }

    /**
     * How a patch changes a row, as the patch is now.
     * @throws ContractError STATE_MISUSE, status 500, for a patch of the key
     */
    patchOf(patch: object): (row: object) => void {
        const values = Object.entries(patch);
        const named = values.find(([name]) => this.#keyFields.has(name));
        if (named !== undefined) {
            const message = `${this.#options.name}: the patch names ${named[0]}, which is of the key: delete the row and create another`;
            throw new ContractError('STATE_MISUSE', message, { status: 500 });
        }
        return (row) => {
            for (const [name, value] of values) setOwn(row, name, value);
        };
    }

    /**
     * Writes a row, as canonical JSON. What is left out in it gets the default with which it will be read.
     * @param row one that `read`, `create` or `copy` made
     * @throws ContractError INVALID_STATE, status 500, for what is not of the class, and for what its validators refuse
     */
    write(row: object): Buffer {
        const { name, check, unknownMembers } = this.#options;
        const failures = new Failures();
        this.#complete(row as Record<string, unknown>); // of the class, and own
        check(row, undefined, name, failures);
        if (failures.count > 0) throw this.#refusal(`${name} cannot be written`, failures);
        const place = { parent: undefined, key: name };
        const json = canonicalJson(row, failures, place, (object) =>
            object === row ? [...this.#added, ...(unknownMembers.get(row) ?? [])] : unknownMembers.get(object),
        );
        if (failures.count > 0) throw this.#refusal(`${name} cannot be written`, failures);
        return Buffer.from(json);
    }

    #complete(row: Record<string, unknown>): void {
        for (const { name, type, hasDefault } of this.#optional) {
            // null, for a field that may be left out, is left out.
            if (row[name] === null && !takesNull(type)) row[name] = undefined;
            // Of a new instance: a default may be an array that somebody fills.
            if (hasDefault && row[name] === undefined) row[name] = new this.#make()[name];
        }
    }

    #parse(bytes: Uint8Array, key: string): Json {
        if (!isUtf8(bytes)) throw this.#invalid(key, 'it is not UTF-8');
        try {
            return readRowJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
        } catch (error) {
            if (!(error instanceof JsonSyntaxError)) throw error;
            throw this.#invalid(key, `it is not JSON: ${error.message}`);
        }
    }

    /** Whose row it is by its tag, and what says so; undefined where nothing says that it is not of this entity. */
    #otherTag(json: Json): string | undefined {
        if (!(json instanceof JsonObject)) return undefined;
        for (const [name, expected] of Object.entries(this.#options.tag)) {
            const index = json.names.indexOf(name);
            const found = json.values[index];
            if (index < 0 || found === expected) continue;
            const kind = this.#options.neighbours.find(({ tag }) => hasTag(json, tag))?.owner ?? 'another kind';
            if (this.#options.keys.secret) return `a row of ${kind}`;
            return `a row of ${kind}: its ${name} is ${shownTag(found)}, not ${quote(expected)}`;
        }
        return undefined;
    }

    #read(json: Json, key: string): object {
        const { name, read, keys } = this.#options;
        const current = this.#upgraded(json, key);
        const failures = new Failures();
        const row = read(this.#withKey(this.#ownMembers(current), key), undefined, name, failures);
        if (failures.count > 0) throw this.#refusal(`${keys.describe(key)} cannot be read`, failures);
        const own = keys.keyOf(row as Record<string, unknown>); // of the class, since nothing failed
        if (own !== key) throw this.#invalid(key, this.#ofAnotherKey(own, key));
        if (current !== json) this.#older.set(row as object, json);
        return row as object;
    }

    #ofAnotherKey(own: string, key: string): string {
        const { keys } = this.#options;
        const remedy = own === keys.prefix + key ? ': a prefix is no part of the field, and these fields have it' : '';
        return `its fields say that it is ${keys.describe(own)}${remedy}`;
    }

    /** What the class has to know. */
    #ownMembers(json: Json): Json {
        if (!(json instanceof JsonObject) || !json.names.some((name) => this.#addedNames.has(name))) return json;
        return json.without((name) => this.#addedNames.has(name));
    }

    /** Fields of the key that the JSON does not repeat. */
    #withKey(json: Json, key: string): Json {
        if (!(json instanceof JsonObject)) return json;
        const missing = Array.from(this.#keyFields).filter((name) => !json.names.includes(name));
        const values = missing.length === 0 ? undefined : this.#options.keys.read(key);
        if (values === undefined) return json;
        return json.with(
            missing,
            missing.map((name) => jsonOf(values[name])),
        );
    }

    #upgraded(json: Json, key: string): Json {
        const { version, upgrades, keys } = this.#options;
        const found = versionOf(json);
        if (found === undefined) throw this.#invalid(key, `its ${VERSION_MEMBER} is not a version`);
        if (found > version) {
            const message = `${keys.describe(key)} was written by version ${found}; this code knows ${version}`;
            throw new ContractError('STATE_NEWER', message, { status: 500 });
        }
        if (found === version) return json;
        let value = plainOf(this.#ownMembers(json));
        try {
            for (let from = found; from < version; from += 1) value = settled(upgrades[from]?.(value));
        } catch (error) {
            throw this.#invalid(key, `its upgrade from version ${found} failed: ${String(error)}`, error);
        }
        return this.#reread(value, json, key);
    }

    /** What an upgrade made, as it would be read. Members that it only passed on keep their texts. */
    #reread(value: unknown, json: Json, key: string): Json {
        const failures = new Failures();
        const untouched = json instanceof JsonObject ? untouchedMembers(json, value) : [];
        const place = { parent: undefined, key: this.#options.name };
        const text = canonicalJson(value, failures, place, (object) => (object === value ? untouched : undefined));
        if (failures.count > 0) throw this.#refusal(`${this.#options.keys.describe(key)} cannot be upgraded`, failures);
        return readRowJson(text);
    }

    #refused(input: unknown): ContractError {
        const failures = new Failures();
        this.#options.check(input, undefined, this.#options.name, failures);
        return this.#refusal(`${this.#options.name} cannot be written`, failures);
    }

    #refusal(what: string, failures: Failures): ContractError {
        const isMissing = failures.list.some(({ constraint }) => constraint === 'missing');
        const missing = isMissing && what.endsWith('read') ? ` (${REMEDY})` : '';
        if (this.#options.keys.secret) {
            // Messages of failures quote values.
            const paths = failures.list.map(({ path, constraint }) => `${path} (${constraint})`).join(', ');
            return new ContractError('INVALID_STATE', `${what}: ${paths}${missing}`, { status: 500 });
        }
        const { code, message, status, details } = refusal('INVALID_STATE', failures, 500);
        return new ContractError(code, `${what}: ${message}${missing}`, { status, details });
    }

    #invalid(key: string, why: string, cause?: unknown): ContractError {
        const message = `${this.#options.keys.describe(key)} cannot be read: ${why}`;
        return new ContractError('INVALID_STATE', message, { status: 500, cause });
    }
}

/** A promise is refused, and what it rejects with is nobody's: unhandled, it would end the process. */
function settled(value: unknown): unknown {
    if (types.isPromise(value)) value.catch(() => undefined);
    return value;
}

function looksLikeObject(bytes: Uint8Array): boolean {
    const first = bytes.find((byte) => byte > SPACE);
    return first === OPENING_BRACE;
}

function isRowLike(input: unknown): input is Record<string, unknown> {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) return false;
    return !types.isPromise(input) && !types.isMap(input);
}

/** Rows without a version are of the first. */
function versionOf(json: Json): number | undefined {
    if (!(json instanceof JsonObject)) return 1;
    const index = json.names.indexOf(VERSION_MEMBER);
    if (index < 0) return 1;
    const version = json.values[index];
    return Number.isSafeInteger(version) && Number(version) >= 1 ? Number(version) : undefined;
}

/** JSON as JSON.parse has it, besides numbers that no double holds. */
function plainOf(json: Json): unknown {
    if (Array.isArray(json)) return (json as readonly Json[]).map(plainOf);
    if (!(json instanceof JsonObject)) return json;
    return Object.fromEntries(json.names.map((name, index) => [name, plainOf(json.values[index] ?? null)]));
}

/** Objects are not among them: an upgrade may have changed them in place. */
function untouchedMembers(json: JsonObject, after: unknown): WrittenMember[] {
    if (typeof after !== 'object' || after === null) return [];
    return json.names.flatMap((name, index) => {
        if (!Object.hasOwn(after, name)) return [];
        const value: unknown = Reflect.get(after, name);
        const isSame = value === json.values[index] && (typeof value !== 'object' || value === null);
        return isSame ? { name, text: json.textOf(index) ?? '' } : [];
    });
}

/** The value of a key's field as its JSON. */
function jsonOf(value: unknown): Json {
    const text = scalarText(value);
    return typeof text === 'string' ? text : (value as Json); // a text, a number or a boolean
}

function hasTag(json: JsonObject, tag: Readonly<Record<string, unknown>>): boolean {
    return Object.entries(tag).every(([name, value]) => json.values[json.names.indexOf(name)] === value);
}

function shownTag(found: Json | undefined): string {
    return found instanceof JsonObject || Array.isArray(found) ? 'not a value' : quote(found);
}
