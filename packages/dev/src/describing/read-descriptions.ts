import type { Descriptions } from 'heddle/command';
import { agreed, type Named, sorted } from './agreement';
import { type CommentedClass, type CommentedSource, readCommentedSource } from './commented-source';
import type { DocComment } from './doc-comment';
import { findSourceTexts } from './source-texts';

type ClassDescription = Descriptions['classes'][string];
type MemberDescription = NonNullable<ClassDescription['members']>[string];

/**
 * Reads what doc comments say from the sources of a built package: the same for the same sources, wherever they lie. Of
 * classes that share a name and are described differently, nothing is told, since nobody could say which one is meant.
 *
 * @param entry the file that an import of the package loads
 */
export function readDescriptions(entry: string): Descriptions {
    const modules = readModules(entry);
    const classes = agreed(modules.flatMap((sources) => [...classesOf(sources)]));
    const errors = agreed(modules.flatMap((sources) => [...errorsOf(sources)]));
    return {
        v: 1,
        classes: sorted(new Map([...classes].filter(([, told]) => saysSomething(told)))),
        errors: sorted(errors),
    };
}

/** Of each module the source, or the code and its declarations. */
function readModules(entry: string): CommentedSource[][] {
    const modules = new Map<string, CommentedSource[]>();
    for (const { file, text } of findSourceTexts(entry)) {
        const module = file.replace(/(\.d)?\.[cm]?[jt]sx?$/, '');
        modules.set(module, [...(modules.get(module) ?? []), readCommentedSource(text, file)]);
    }
    return [...modules.values()];
}

function classesOf(sources: readonly CommentedSource[]): ReadonlyMap<string, ClassDescription> {
    const classes = sources.flatMap((source) => source.classes);
    return agreed(
        classes.map((one): Named<ClassDescription> => [one.name, toClass(one)]),
        mergeClasses,
    );
}

function errorsOf(sources: readonly CommentedSource[]): ReadonlyMap<string, string> {
    const failures = sources.flatMap((source) => source.failures);
    const named = failures.map(({ code, comment }): Named<string> => [code, comment.description]);
    return agreed(named.filter(([, text]) => text !== ''));
}

/** Code and declarations of one class say the same, and one of them may say less. */
function mergeClasses(one: ClassDescription, other: ClassDescription): ClassDescription | undefined {
    const [description, another] = [one.description ?? other.description, other.description ?? one.description];
    const all = [one, other].flatMap(({ members = {} }) => Object.entries(members));
    const members = agreed(all);
    if (description !== another || members.size < new Set(all.map(([name]) => name)).size) return undefined;
    return classOf(description, members);
}

function toClass({ comment, members }: CommentedClass): ClassDescription {
    const told = Array.from(members, ([name, one]): Named<MemberDescription> => [name, toMember(one)]);
    return classOf(comment?.description, new Map(told.filter(([, member]) => saysSomething(member))));
}

function classOf(description: string | undefined, members: ReadonlyMap<string, MemberDescription>): ClassDescription {
    return { ...said({ description }), ...(members.size === 0 ? {} : { members: sorted(members) }) };
}

function toMember({ description, parameters, returns }: DocComment): MemberDescription {
    const told = new Map(Object.entries(parameters).filter(([, text]) => text !== ''));
    return { ...said({ description }), ...(told.size === 0 ? {} : { parameters: sorted(told) }), ...said({ returns }) };
}

/** Those texts that say something. */
function said<T extends Readonly<Record<string, string | undefined>>>(texts: T): { [N in keyof T]?: string } {
    const told = Object.entries(texts).filter(([, text]) => text !== undefined && text !== '');
    return Object.fromEntries(told) as { [N in keyof T]?: string }; // they are the members of T
}

function saysSomething(described: object): boolean {
    return Object.keys(described).length > 0;
}
