/**
 * Convolutional networks and pipelines as text: docs/language.md and docs/pipelines.md are the reference.
 *
 * The rules accept a little more than the language, so that a mistake is met where a sentence about it can be
 * written: `argument` takes any expression before the colon, `target` more than names.
 * Each decision needs one or two tokens, so that errors are found where they are.
 */
grammar Cnn;

/** Words that are keywords in some places only; `ContextualWords` finds these. */
tokens { PIPELINE, INCLUDE, TARGET, GUARD }

file
    : item* EOF
    ;

item
    : importFile
    | annotation* (block | network | pipeline | simpleStatement)
    ;

importFile
    : IMPORT (identifier (COMMA identifier)* FROM)? STRING
    ;

block
    : BLOCK blockHeader body
    ;

blockHeader
    : identifier LPAREN (parameter (COMMA parameter)* COMMA?)? RPAREN
    ;

parameter
    : identifier (COLON identifier)? (ASSIGN expression)?
    ;

network
    : NETWORK networkHeader body
    ;

networkHeader
    : identifier
    ;

pipeline
    : PIPELINE pipelineHeader steps
    ;

pipelineHeader
    : hyphenated
    ;

steps
    : LBRACE step* RBRACE
    ;

step
    : INCLUDE hyphenated                                            # includeStep
    | TARGET targetsHeader steps                                    # targetsStep
    | GUARD arguments                                               # guardStep
    | hyphenated arguments?                                         # passStep
    ;

targetsHeader
    : width (COMMA width)*
    ;

width
    : INT
    | NAME
    ;

/** The name of a pass or pipeline. */
hyphenated
    : NAME (MINUS hyphenPart)*
    ;

hyphenPart
    : NAME | IMPORT | FROM | BLOCK | NETWORK | INPUT | OUTPUT | RETURN | FOR | IN | IF | THEN | ELSE | AND | OR | NOT
    ;

body
    : LBRACE statement* RBRACE
    ;

statement
    : annotation* simpleStatement
    ;

simpleStatement
    : INPUT identifier COLON expression                             # inputStatement
    | OUTPUT identifier (ASSIGN expression)?                        # outputStatement
    | RETURN expression (COMMA expression)*                         # returnStatement
    | FOR forHeader body                                            # forStatement
    | IF ifHeader body (ELSE IF ifHeader body)* (ELSE body)?        # ifStatement
    | target (COMMA target)* (ASSIGN expression)?                   # bindStatement
    ;

/** A name; calls and pipes are accepted to say what is wrong with them. */
target
    : identifier arguments? (PIPE stage)*
    ;

forHeader
    : identifier (COMMA identifier)? IN expression
    ;

ifHeader
    : expression
    ;

annotation
    : AT identifier arguments?
    ;

expression
    : IF expression THEN expression ELSE expression                 # conditional
    | disjunction (PIPE stage)*                                     # pipe
    ;

stage
    : identifier arguments?
    ;

disjunction
    : conjunction (OR conjunction)*
    ;

conjunction
    : negation (AND negation)*
    ;

negation
    : NOT negation
    | comparison
    ;

comparison
    : range ((EQ | NE | LE | GE | LT | GT) range)?
    ;

range
    : sum (DOTS sum)?
    ;

sum
    : product ((PLUS | MINUS) product)*
    ;

product
    : unary ((STAR | SLASH | PERCENT) unary)*
    ;

unary
    : (MINUS | PLUS) unary
    | postfix
    ;

postfix
    : primary (LBRACKET (expression (COMMA expression)* COMMA?)? RBRACKET)*
    ;

primary
    : INT                                                           # intLiteral
    | FLOAT                                                         # floatLiteral
    | STRING                                                        # stringLiteral
    | (TRUE | FALSE)                                                # boolLiteral
    | identifier arguments?                                         # reference
    | LBRACKET (expression (COMMA expression)* COMMA?)? RBRACKET    # list
    | LPAREN expression RPAREN                                      # group
    ;

arguments
    : LPAREN (argument (COMMA argument)* COMMA?)? RPAREN
    ;

argument
    : expression (COLON expression)?
    ;

identifier
    : NAME
    | QUOTED_NAME
    | FROM
    ;

/** What stands between the braces of an interpolated string. */
inserted
    : expression EOF
    ;

IMPORT : 'import' ;
FROM : 'from' ;
BLOCK : 'block' ;
NETWORK : 'network' ;
INPUT : 'input' ;
OUTPUT : 'output' ;
RETURN : 'return' ;
FOR : 'for' ;
IN : 'in' ;
IF : 'if' ;
THEN : 'then' ;
ELSE : 'else' ;
AND : 'and' ;
OR : 'or' ;
NOT : 'not' ;
TRUE : 'true' ;
FALSE : 'false' ;

PIPE : '|>' ;
DOTS : '..' ;
EQ : '==' ;
NE : '!=' ;
LE : '<=' ;
GE : '>=' ;
LT : '<' ;
GT : '>' ;
ASSIGN : '=' ;
PLUS : '+' ;
MINUS : '-' ;
STAR : '*' ;
SLASH : '/' ;
PERCENT : '%' ;
COMMA : ',' ;
COLON : ':' ;
AT : '@' ;
LPAREN : '(' ;
RPAREN : ')' ;
LBRACKET : '[' ;
RBRACKET : ']' ;
LBRACE : '{' ;
RBRACE : '}' ;

INT : DIGITS ;
FLOAT : DIGITS '.' DIGITS EXPONENT? | DIGITS EXPONENT ;
BAD_NUMBER : DIGITS ('.' DIGITS)? [\p{L}_] [\p{L}\p{N}_]* ;
NAME : [\p{L}_] [\p{L}\p{N}_]* ;
QUOTED_NAME : '`' ~[`\r\n]+ '`' ;
STRING : '"' CHARACTER* '"' ;
OPEN_STRING : '"' CHARACTER* '\\'? ;

DOCUMENTATION : '///' ~[\r\n]* -> channel(HIDDEN) ;
LINE_COMMENT : '//' ~[\r\n]* -> channel(HIDDEN) ;
BLOCK_COMMENT : '/*' .*? '*/' -> channel(HIDDEN) ;
OPEN_COMMENT : '/*' (~'*' | '*'+ ~[*/])* '*'* ;
BLANK : [ \t\r\n\f]+ -> skip ;
UNKNOWN : . ;

fragment DIGITS : [0-9] [0-9_]* ;
fragment EXPONENT : [eE] [+-]? [0-9]+ ;
fragment CHARACTER : ~["\\\r\n] | '\\' ~[\r\n] ;
