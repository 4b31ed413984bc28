import type { Class } from '../evidence/class';

/**
 * What doc comments say. They are gone at run time: tools read them from the sources, and `heddle metadata
 * --write-descriptions` keeps them in META-INF/descriptions.json.
 */
export interface Descriptions {
    /** Of this layout. */
    readonly v: 1;
    /** Contracts, values, rows and events, by the names of their classes. */
    readonly classes: Readonly<Record<string, ClassDescription>>;
    /** Of failures, by their codes. */
    readonly errors: Readonly<Record<string, string>>;
}

/** What is said of a class and its members. */
export interface ClassDescription {
    readonly description?: string;
    /** Properties and methods, by their names. */
    readonly members?: Readonly<Record<string, MemberDescription>>;
}

/** What is said of a property or a method. */
export interface MemberDescription {
    readonly description?: string;
    /** Of a method, by the names of its parameters. */
    readonly parameters?: Readonly<Record<string, string>>;
    /** Of a method: what it returns. */
    readonly returns?: string;
}

/** Finds what doc comments say of classes, members and failures. */
export class DocComments {
    readonly #descriptions: Descriptions | undefined;

    constructor(descriptions: Descriptions | undefined) {
        this.#descriptions = descriptions;
    }

    /** Of the class alone: what is said of one that it extends need not hold for it. */
    ofClass(target: Class<object>): string | undefined {
        return this.#find(target.name)?.description;
    }

    /** Of the class, or of the nearest one above it that says something of this member. */
    ofMember(target: Class<object>, name: string): MemberDescription {
        for (let at: unknown = target; typeof at === 'function'; at = Object.getPrototypeOf(at)) {
            const found = own(this.#find(at.name)?.members, name);
            if (found !== undefined) return found;
        }
        return {};
    }

    ofParameter(target: Class<object>, method: string, name: string): string | undefined {
        return own(this.ofMember(target, method).parameters, name);
    }

    ofError(code: string): string | undefined {
        return own(this.#descriptions?.errors, code);
    }

    #find(name: string): ClassDescription | undefined {
        return own(this.#descriptions?.classes, name);
    }
}

/** The names are those of users' classes: one may be called `constructor`. */
function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
    return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
