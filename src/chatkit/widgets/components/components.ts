/** Every component a widget can be made of. */
import { Button } from './Button.tsx';
import { Card } from './Card.tsx';
import { Basic, Box, Col, Divider, Form, Row, Spacer, Transition } from './containers.tsx';
import { Checkbox, RadioGroup } from '../fields/choices.tsx';
import { DatePicker } from '../fields/date/DatePicker.tsx';
import { Input } from '../fields/Input.tsx';
import { Label } from '../fields/Label.tsx';
import { Textarea } from '../fields/LongText.tsx';
import { Select } from '../fields/select/Select.tsx';
import { Chart } from './LazyChart.tsx';
import { ListView, ListViewItem } from './ListView.tsx';
import { Badge, Icon, Image } from './ornaments.tsx';
import { Table, TableCell, TableRow } from './Table.tsx';
import { Caption, Markdown, Text, Title } from './texts.tsx';

export const components = {
  Card,
  ListView,
  ListViewItem,
  Basic,
  Box,
  Row,
  Col,
  Form,
  Spacer,
  Divider,
  Transition,
  Text,
  Title,
  Caption,
  Markdown,
  Label,
  Badge,
  Icon,
  Image,
  Button,
  Input,
  Textarea,
  Select,
  DatePicker,
  Checkbox,
  RadioGroup,
  Chart,
  Table,
  'Table.Row': TableRow,
  'Table.Cell': TableCell,
} as const;
