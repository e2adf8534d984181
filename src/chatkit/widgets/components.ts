/** Every component a widget can be made of. */
import { Button } from './Button.tsx';
import { Card } from './Card.tsx';
import { Checkbox, RadioGroup } from './choices.tsx';
import { Basic, Box, Col, Divider, Form, Row, Spacer, Transition } from './containers.tsx';
import { DatePicker, Input, Select, Textarea } from './fields.tsx';
import { ListView, ListViewItem } from './ListView.tsx';
import { Badge, Icon, Image } from './ornaments.tsx';
import { Table, TableCell, TableRow } from './Table.tsx';
import { Caption, Label, Markdown, Text, Title } from './texts.tsx';

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
  Table,
  'Table.Row': TableRow,
  'Table.Cell': TableCell,
} as const;
