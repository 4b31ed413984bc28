import { describeTypedState } from './typed-state.suite';

describeTypedState(1_000);
