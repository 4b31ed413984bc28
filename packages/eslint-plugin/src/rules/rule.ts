import type ts from 'typescript';
import type { Project } from '../scope/project';
import type { Body } from '../scope/reach';
import type { Operation } from '../scope/stub-call';
import type { TransactionScope } from '../scope/transaction-scope';

export type Level = 'error' | 'warn' | 'off';

/** A change of the text that mends a finding. */
export interface Fix {
    readonly start: number;
    readonly end: number;
    readonly text: string;
}

/** What a rule has to say of one place. */
export interface Finding {
    readonly node: ts.Node;
    /** What differs, is lost or can be done there, in the language of the fault. */
    readonly message: string;
    /** Default: the rule's. */
    readonly remedy?: string;
    /** Less than the rule's level, for what may be meant so. */
    readonly level?: 'warn';
    readonly fix?: Fix;
}

export interface RuleOptions {
    /** Names that are no fault here, such as `Date.now`. */
    readonly allow?: readonly string[];
    /** Names that a rule looks for, in place of its own. */
    readonly names?: readonly string[];
    /** Also what a default run lets pass. */
    readonly strict?: boolean;
}

/** What a rule looks at: one file, with all that is known of the project. */
export interface RuleContext {
    readonly file: ts.SourceFile;
    readonly scope: TransactionScope;
    readonly project: Project;
    readonly options: RuleOptions;
    /** All that stands in transactions of the file, each with the body that it belongs to. */
    readonly nodes: () => Iterable<{ readonly node: ts.Node; readonly body: Body }>;
    /** Operations of the ledger that stand in the file. */
    readonly operations: () => Iterable<{ readonly operation: Operation; readonly body: Body }>;
    readonly report: (finding: Finding) => void;
}

export interface RuleExample {
    readonly wrong: string;
    readonly right: string;
}

export interface Rule {
    readonly name: string;
    readonly level: Level;
    /** Its level in the configuration `strict`, where that is another one. */
    readonly strictLevel?: Level;
    /** One sentence: what goes wrong on a network. */
    readonly fault: string;
    /** One sentence: what to write instead. */
    readonly remedy: string;
    /** When its report is wrong, and what to do then. */
    readonly whenWrong: string;
    readonly example: RuleExample;
    readonly options?: readonly (keyof RuleOptions)[];
    readonly fixable?: boolean;
    check(context: RuleContext): void;
}
