import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Mistake } from '../../model/form-check';
import { emptyValue, type FormValue, jsonOf, valueFrom } from '../../model/form-value';
import type { Field, Member } from '../../model/inputs';
import { laidOutText } from '../../model/json-tree';

interface InputProps {
    readonly field: Field | Member;
    readonly name: string;
    readonly path: string;
    readonly value: FormValue;
    readonly mistakes: readonly Mistake[];
    readonly onChange: (value: FormValue) => void;
}

/** The path of the value that somebody wants to mend; empty where nobody does. */
export const wantedField = signal('');

/** Goes to the input of a path, or to the one that it is within: an object may be shown as JSON. */
export function focusWanted(): void {
    for (let path = wantedField.value; path !== ''; path = path.replace(/[.[]?[^.[]*$/, '')) {
        const target = document.getElementById(`input-${path}`);
        if (target === null) continue;
        // A choice is a group: its first button is what can have the focus.
        (target.matches('input, textarea, select') ? target : (target.querySelector('input') ?? target)).focus();
        break;
    }
    wantedField.value = '';
}

/** The inputs that somebody has been at: nobody is told of mistakes before. */
const left = signal<ReadonlySet<string>>(new Set());

/** Whether an input, or one within it, was left. */
function isLeft(path: string): boolean {
    return left.value.has(path);
}

/** Everything is told once somebody has tried to send it. */
export function leaveAll(paths: readonly string[]): void {
    left.value = new Set([...left.value, ...paths]);
}

/** A label with what the schema asks for, the input, and what is wrong with it. */
export function FieldInput(props: InputProps): JSX.Element {
    const { field, name, path, value, mistakes, onChange } = props;
    const own = isLeft(path) ? mistakes.filter((one) => one.path === path) : [];
    const isOptional = 'isOptional' in field && field.isOptional;
    const id = `input-${path}`;
    return (
        <div
            class={`field ${own.length > 0 ? 'wrong' : ''}`}
            data-path={path}
            onBlurCapture={() => {
                left.value = new Set(left.value).add(path);
            }}
        >
            <div class="label">
                <label for={id}>{name}</label> <span class="about">{field.about}</span>
                <span class="grow" />
                {isOptional && (
                    <Toggle
                        label="leave out"
                        isOn={value.kind === 'absent'}
                        onChange={(isOn) => {
                            onChange(isOn ? { kind: 'absent' } : emptyValue(field));
                        }}
                    />
                )}
                {field.isNullable && (
                    <Toggle
                        label="null"
                        isOn={value.kind === 'null'}
                        onChange={(isOn) => {
                            onChange(isOn ? { kind: 'null' } : emptyValue(field));
                        }}
                    />
                )}
                {isGroup(field) && <AsJson {...props} />}
            </div>
            {'description' in field && <p class="note">{field.description}</p>}
            {value.kind !== 'absent' && value.kind !== 'null' && <Control {...props} id={id} />}
            {own.map(({ message }) => (
                <p class="mistake" id={`${id}-mistake`}>
                    {message}
                </p>
            ))}
        </div>
    );
}

function isGroup({ input }: Field): boolean {
    return input.kind === 'object' || input.kind === 'list' || input.kind === 'map';
}

function Toggle(props: { label: string; isOn: boolean; onChange: (isOn: boolean) => void }): JSX.Element {
    return (
        <label class="toggle">
            <input
                type="checkbox"
                checked={props.isOn}
                onChange={({ currentTarget }) => {
                    props.onChange(currentTarget.checked);
                }}
            />
            {props.label}
        </label>
    );
}

/** Between the inputs of a group and its JSON, back and forth. */
function AsJson({ field, value, onChange }: InputProps): JSX.Element {
    const isJson = value.kind === 'json';
    const switchOver = (): void => {
        if (isJson) onChange(valueFrom(value.text, field.input) ?? value);
        else onChange({ kind: 'json', text: laidOutText(jsonOf(value, field.input) ?? '{}') });
    };
    return (
        <button type="button" class="quiet" onClick={switchOver} aria-pressed={isJson}>
            {isJson ? 'as form' : 'as JSON'}
        </button>
    );
}

function Control(props: InputProps & { readonly id: string }): JSX.Element {
    const { field, value, id, onChange, mistakes, path } = props;
    const described = {
        id,
        'aria-invalid': mistakes.some((one) => one.path === path),
        'aria-describedby': `${id}-mistake`,
    };
    const text = value.kind === 'text' || value.kind === 'json' ? value.text : '';
    const setText = (next: string): void => {
        onChange({ kind: value.kind === 'json' ? 'json' : 'text', text: next });
    };
    if (value.kind === 'json')
        return (
            <textarea
                {...described}
                class="mono"
                rows={Math.min(16, text.split('\n').length + 1)}
                value={text}
                spellcheck={false}
                onInput={({ currentTarget }) => {
                    setText(currentTarget.value);
                }}
            />
        );
    if (value.kind === 'members') return <Members {...props} />;
    if (value.kind === 'elements') return <Elements {...props} />;
    const { input } = field;
    if (input.kind === 'choice') return <Choice {...props} values={input.values} />;
    if (input.kind === 'boolean')
        return (
            <label class="toggle">
                <input
                    {...described}
                    type="checkbox"
                    checked={text === 'true'}
                    onChange={({ currentTarget }) => {
                        setText(String(currentTarget.checked));
                    }}
                />
                {text === 'true' ? 'true' : 'false'}
            </label>
        );
    return (
        <input
            {...described}
            class="mono"
            value={text}
            inputMode={input.kind === 'number' ? 'decimal' : input.kind === 'digits' ? 'numeric' : 'text'}
            autocomplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => {
                setText(currentTarget.value);
            }}
        />
    );
}

const MOST_RADIOS = 4;

function Choice({
    values,
    value,
    id,
    onChange,
}: InputProps & { readonly id: string; readonly values: readonly unknown[] }): JSX.Element {
    const text = value.kind === 'text' ? value.text : '';
    const texts = values.map(String);
    if (texts.length > MOST_RADIOS)
        return (
            <select
                id={id}
                value={text}
                onChange={({ currentTarget }) => {
                    onChange({ kind: 'text', text: currentTarget.value });
                }}
            >
                {texts.map((one) => (
                    <option value={one}>{one}</option>
                ))}
            </select>
        );
    return (
        <div class="radios" role="radiogroup" id={id}>
            {texts.map((one) => (
                <label class="toggle">
                    <input
                        type="radio"
                        name={id}
                        checked={one === text}
                        onChange={() => {
                            onChange({ kind: 'text', text: one });
                        }}
                    />
                    {one}
                </label>
            ))}
        </div>
    );
}

function Members({ field, value, path, mistakes, onChange }: InputProps): JSX.Element {
    if (value.kind !== 'members') return <></>;
    const { input } = field;
    const change = (index: number, name: string, next: FormValue): void => {
        onChange({ kind: 'members', members: value.members.with(index, [name, next]) });
    };
    return (
        <div class="group">
            {value.members.map(([name, member], index) => {
                const known = input.kind === 'object' ? input.members.find((one) => one.name === name) : undefined;
                const memberField = known ?? (input.kind === 'map' ? input.element : JSON_FIELD);
                return (
                    <div class="entry">
                        {input.kind === 'map' && (
                            <input
                                aria-label="Name"
                                value={name}
                                onInput={({ currentTarget }) => {
                                    change(index, currentTarget.value, member);
                                }}
                            />
                        )}
                        <FieldInput
                            field={memberField}
                            name={name}
                            path={`${path}.${name}`}
                            value={member}
                            mistakes={mistakes}
                            onChange={(next) => {
                                change(index, name, next);
                            }}
                        />
                    </div>
                );
            })}
            {input.kind === 'map' && (
                <button
                    type="button"
                    class="quiet"
                    onClick={() => {
                        onChange({ kind: 'members', members: [...value.members, ['', emptyValue(input.element)]] });
                    }}
                >
                    Add
                </button>
            )}
        </div>
    );
}

const JSON_FIELD: Field = { input: { kind: 'json' }, isNullable: true, about: 'any JSON', schema: {} };

function Elements({ field, value, path, mistakes, onChange }: InputProps): JSX.Element {
    if (value.kind !== 'elements' || field.input.kind !== 'list') return <></>;
    const { element } = field.input;
    return (
        <div class="group">
            {value.elements.map((one, index) => (
                <div class="entry">
                    <FieldInput
                        field={element}
                        name={String(index + 1)}
                        path={`${path}[${index}]`}
                        value={one}
                        mistakes={mistakes}
                        onChange={(next) => {
                            onChange({ kind: 'elements', elements: value.elements.with(index, next) });
                        }}
                    />
                    <button
                        type="button"
                        class="quiet"
                        onClick={() => {
                            onChange({ kind: 'elements', elements: value.elements.toSpliced(index, 1) });
                        }}
                    >
                        Remove
                    </button>
                </div>
            ))}
            <button
                type="button"
                class="quiet"
                onClick={() => {
                    onChange({ kind: 'elements', elements: [...value.elements, emptyValue(element)] });
                }}
            >
                Add
            </button>
        </div>
    );
}
