import { relative, sep } from 'node:path';
import ts from 'typescript';
import type { RuleFinding } from '../rules/analyse-file';
import { functionName, isFunctionNode } from '../scope/syntax';

/** A finding as reports show it: no trees, all places counted from 1. */
export interface LocatedFinding {
    readonly rule: string;
    readonly severity: 'error' | 'warn';
    /** From the checked folder, with `/`. */
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly endLine: number;
    readonly endColumn: number;
    readonly message: string;
    readonly remedy: string;
    /** The method or function around it, as `Class.method`; empty outside of all. */
    readonly method: string;
    /** The line's text, without what stands around it. */
    readonly text: string;
}

export function locate(finding: RuleFinding, folder: string): LocatedFinding {
    const { node, rule, severity, message, remedy = rule.remedy } = finding;
    const file = node.getSourceFile();
    return {
        rule: rule.name,
        severity,
        ...placeOf(file, node.getStart(), node.getEnd(), folder),
        message,
        remedy,
        method: methodAround(node),
    };
}

type Place = Pick<LocatedFinding, 'file' | 'line' | 'column' | 'endLine' | 'endColumn' | 'text'>;

export function placeOf(file: ts.SourceFile, start: number, end: number, folder: string): Place {
    const from = file.getLineAndCharacterOfPosition(start);
    const to = file.getLineAndCharacterOfPosition(end);
    return {
        file: shownPath(file.fileName, folder),
        line: from.line + 1,
        column: from.character + 1,
        endLine: to.line + 1,
        endColumn: to.character + 1,
        text: (file.text.split('\n')[from.line] ?? '').trim(),
    };
}

export function shownPath(fileName: string, folder: string): string {
    return relative(folder, fileName).split(sep).join('/');
}

function methodAround(node: ts.Node): string {
    const names: string[] = [];
    for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent as ts.Node | undefined) {
        if (isFunctionNode(at)) names.unshift(functionName(at));
        else if (ts.isClassLike(at)) names.unshift(at.name?.text ?? '(class)');
    }
    return names.filter((name) => name !== '(function)').join('.');
}
