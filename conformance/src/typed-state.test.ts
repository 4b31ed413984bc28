import { describeTypedState } from './typed-state.suite';

describeTypedState(15);
